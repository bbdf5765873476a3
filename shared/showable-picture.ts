import type { Reference, ReferenceKind } from './models/remote-content.ts'

/** The kinds of places where the page shows a picture. */
export const PICTURE_KINDS: ReadonlySet<ReferenceKind> = new Set<ReferenceKind>([
  'img',
  'background',
  'css-image',
])

/** File name endings that cannot be a raster picture. SVG is a document, and is refused as a picture. */
const NEVER_SHOWN =
  /\.(?:svgz?|css|m?js|json|x?html?|xml|xsl|htc|woff2?|ttf|otf|eot|cur|mp[34]|m4[av]|webm|og[gav]|avi|mov|wav|vtt|pdf|swf|jar|class|appcache)$/i

/**
 * Whether fetching it could ever put a picture before the reader. What could not, like all that stands in no
 * shown part, is never asked for: its server would learn of the reading, and nothing would be shown for it.
 * Engine and page must agree, or a banner would offer what never comes.
 */
export function isShowablePicture({ part, kind, url }: Pick<Reference, 'part' | 'kind' | 'url'>): boolean {
  return part !== null && PICTURE_KINDS.has(kind) && isPictureAddress(url)
}

/**
 * What the door asks for first when it is given this address (network/guarded-fetch.ts): no fragment, and https
 * where http names no port. Addresses for which that is the same are one picture, and one request.
 */
export function pictureAddress(url: string): string {
  const address = URL.parse(url)
  if (address === null) return url
  address.hash = ''
  if (address.protocol === 'http:' && address.port === '') address.protocol = 'https:'
  return address.href
}

/** @param url absolute and normalised. */
export function isPictureAddress(url: string): boolean {
  return /^https?:/.test(url) && !NEVER_SHOWN.test(url.replace(/[?#].*$/s, ''))
}
