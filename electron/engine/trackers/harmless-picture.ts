import { looksLikePictureStore } from './catalogue/content-hosts.ts'
import type { FoundReference } from './find-references.ts'
import {
  hasNumberInQuery,
  hasOpaqueQuery,
  isPictureFile,
  opaqueFolders,
  type TokenStrength,
} from './personal-token.ts'
import { isInvisible, sizeOf } from './reference-size.ts'

const SPACER_NAME =
  /(?:^|[^a-z])(?:spacer|space|blank|clear|transparent|transp|trans|empty|shim|dot|filler|placeholder|separator|divider|line|border|shadow|corner|1px|px1|1x1|pix?el?[-_]?trans(?:parent)?)(?:[^a-z]|$)/i
const VARIANT_NAME = /(?:^|[^a-z])(?:dark|night|white|light|mobile|desktop|mob)(?:[^a-z]|$)/i
/** A photo or logo that phones get instead is often declared 0 by 0 for the others. */
const VARIANT_PHOTO = /(?:dark|mobile|logo|banner|header|hero|footer|phone)[^/]{0,100}\.(?:jpe?g|png|webp)$/i
const PHOTO = /\.(?:jpe?g|png|webp|avif|svg)$/i
/** Characters of a file name that are read. */
const MAXIMUM_NAME = 200

/**
 * A picture that keeps a layout apart: its name says so, or it is used again and again. Not when its address
 * tells readers apart, whatever its name: `spacer.gif` is a favourite disguise.
 */
export function isSpacer(reference: FoundReference, url: URL, token: TokenStrength | null): boolean {
  if (token !== null && token !== 'file' && token !== 'id') return false
  if (token === 'id' && hasNumberInQuery(url)) return false
  if (!isPictureFile(url)) return false
  const isRepeated = reference.uses > 1 && !reference.hidden && isInvisible(reference)
  const keepsApart = SPACER_NAME.test(fileName(url)) || isRepeated
  return keepsApart && opaqueFolders(url) < 2
}

/** Named as what keeps a layout apart, but with a parameter that tells readers apart: nothing else is disguised so. */
export function isDisguised(url: URL, token: TokenStrength | null): boolean {
  const isTold = token === 'named' || token === 'address' || (token === 'opaque' && hasOpaqueQuery(url))
  return isTold && url.search.length > 1 && SPACER_NAME.test(fileName(url))
}

/** A logo for dark mode, a picture for phones: hidden here, but a picture by size, name or another rule. */
export function isVariant(reference: FoundReference, url: URL, token: TokenStrength | null): boolean {
  if (!reference.hidden || token === 'named' || token === 'address') return false
  if (reference.shownElsewhere) return true
  if (!isPictureFile(url)) return false
  const size = sizeOf(reference)
  if (size === 'one-pixel' || size === 'tiny') return VARIANT_PHOTO.test(fileName(url))
  // A photo that nothing is known of, asked for by an address that tells nobody apart.
  if (size === 'unknown' && token === null && PHOTO.test(url.pathname)) return true
  return (
    size === 'picture' || size === 'line' || looksLikePictureStore(url) || VARIANT_NAME.test(fileName(url))
  )
}

function fileName(url: URL): string {
  return url.pathname.slice(url.pathname.lastIndexOf('/') + 1).slice(-MAXIMUM_NAME)
}
