import type { Attachment, AttachmentId } from '../../../../shared/models/message.ts'
import type { Reference, ReferenceId, ReferenceKind } from '../../../../shared/models/remote-content.ts'
import { remoteUrl } from '../../../../shared/remote-url.ts'
import { PICTURE_KINDS } from '../../../../shared/showable-picture.ts'
import { shownVersion, versionsOf } from '../../../../shared/srcset.ts'

/** A picture that the mail asked for, with its address taken away: it is shown once the page has its bytes. */
export type HeldPicture =
  | { attribute: 'data-resource'; id: ReferenceId }
  | { attribute: 'data-inline'; id: AttachmentId }
  | { attribute: 'data-embedded'; id: number }

/** Decides for each address in one mail, and keeps the bytes of its `data:` pictures. */
export interface HeldPictures {
  /** What relative addresses are relative to, from where the mail says so on. */
  base: URL | null
  /** @returns null when the address is unknown or not a picture's: then it has to go. */
  hold(address: string, kind: ReferenceKind): HeldPicture | null
  reference(id: ReferenceId): Reference | undefined
  readonly embedded: Blob[]
  /** `heldKey` of every picture that stands somewhere in the mail. */
  readonly wanted: ReadonlySet<string>
}

export function heldKey({ attribute, id }: HeldPicture): string {
  return `${attribute} ${id}`
}

/**
 * Every attribute that makes some browser fetch, resolve or navigate. None is in the sanitiser's allow-list
 * either; they go here first so that no later step ever sees an address.
 */
const FETCHING_ATTRIBUTES = [
  'action',
  'archive',
  'attributionsrc',
  'background',
  'cite',
  'classid',
  'code',
  'codebase',
  'data',
  'dynsrc',
  'formaction',
  'href',
  'icon',
  'imagesrcset',
  'longdesc',
  'lowsrc',
  'manifest',
  'ping',
  'poster',
  'profile',
  'src',
  'srcdoc',
  'srcset',
  'xlink:href',
  'xml:base',
]

/** Types that a `data:` picture may claim; the engine looks at its bytes. Never SVG: it is a document. */
const RASTER_TYPES = new Set([
  'image/png',
  'image/jpeg',
  'image/jpg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/x-icon',
  'image/vnd.microsoft.icon',
])
const MAX_EMBEDDED_CHARACTERS = 15_000_000
/** Each is checked and placed by itself. */
const MOST_EMBEDDED = 500
const TINY = 3

export function createHeldPictures(references: Reference[], inlineImages: Attachment[]): HeldPictures {
  const byAddress = new Map<string, Reference[]>()
  const byId = new Map<ReferenceId, Reference>()
  for (const reference of references) {
    byId.set(reference.id, reference)
    // What is known from places where nothing is shown could never come.
    if (!PICTURE_KINDS.has(reference.kind)) continue
    const known = byAddress.get(reference.url)
    if (known === undefined) byAddress.set(reference.url, [reference])
    else known.push(reference)
  }
  const byContentId = new Map<string, AttachmentId>()
  for (const attachment of inlineImages) {
    if (attachment.contentId !== null) byContentId.set(attachment.contentId, attachment.id)
  }
  const embedded: Blob[] = []
  const wanted = new Set<string>()

  function find(address: string, kind: ReferenceKind): HeldPicture | null {
    const trimmed = address.trim()
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(trimmed)?.[0].toLowerCase()
    if (scheme === 'cid:') {
      const id = byContentId.get(trimmed.slice(4)) ?? byContentId.get(decodeAddress(trimmed.slice(4)))
      return id === undefined ? null : { attribute: 'data-inline', id }
    }
    if (scheme === 'data:') {
      const blob = embedded.length < MOST_EMBEDDED ? readDataAddress(trimmed) : null
      return blob === null ? null : { attribute: 'data-embedded', id: embedded.push(blob) - 1 }
    }
    const known = byAddress.get(remoteUrl(address, pictures.base)?.href ?? '')
    const reference = known?.find((candidate) => candidate.kind === kind) ?? known?.[0]
    return reference === undefined ? null : { attribute: 'data-resource', id: reference.id }
  }

  const pictures: HeldPictures = {
    base: null,
    embedded,
    wanted,
    reference: (id) => byId.get(id),
    hold(address, kind) {
      const held = find(address, kind)
      if (held !== null) wanted.add(heldKey(held))
      return held
    },
  }
  return pictures
}

/** Takes every address off an element and marks what may come back as a picture. */
export function holdRemote(element: HTMLElement, pictures: HeldPictures): void {
  if (element.localName === 'img') {
    const held = holdImage(element, pictures)
    if (held !== null) {
      element.setAttribute(held.attribute, String(held.id))
      if (isUnseen(element, held, pictures)) element.setAttribute('data-unseen', '')
    }
  }
  const background = element.getAttribute('background')
  if (background !== null && element.style.backgroundImage === '') {
    const held = pictures.hold(background, 'background')
    if (held !== null) element.style.backgroundImage = `var(${cssVariable(held)}, none)`
  }
  for (const name of FETCHING_ATTRIBUTES) element.removeAttribute(name)
}

/** Name of the custom property that will carry the picture's `blob:` address in the frame. */
export function cssVariable(held: HeldPicture): string {
  return `--curtain-${held.attribute.slice('data-'.length)}-${held.id}`
}

function holdImage(image: HTMLElement, pictures: HeldPictures): HeldPicture | null {
  const versions = versionsOf(image.getAttribute('src'), image.getAttribute('srcset') ?? '')
  const shown = shownVersion(versions, pictures.base)
  return shown === undefined ? null : pictures.hold(shown, 'img')
}

/** A pixel is not worth a placeholder: it was never meant to be seen. */
function isUnseen(image: HTMLElement, held: HeldPicture, pictures: HeldPictures): boolean {
  if (held.attribute !== 'data-resource') return false
  const reference = pictures.reference(held.id)
  if (reference === undefined) return false
  if (
    reference.reasons.some((reason) => reason === 'one-pixel' || reason === 'tiny' || reason === 'hidden')
  ) {
    return true
  }
  const width = Number.parseInt(image.getAttribute('width') ?? image.style.width, 10)
  const height = Number.parseInt(image.getAttribute('height') ?? image.style.height, 10)
  if (width <= TINY || height <= TINY) return reference.verdict !== 'plain'
  return reference.verdict === 'tracker' && Number.isNaN(width) && Number.isNaN(height)
}

function decodeAddress(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function readDataAddress(address: string): Blob | null {
  if (address.length > MAX_EMBEDDED_CHARACTERS) return null
  const comma = address.indexOf(',')
  const [mediaType = '', ...parameters] = address.slice('data:'.length, comma).toLowerCase().split(';')
  if (comma === -1 || !RASTER_TYPES.has(mediaType.trim())) return null
  try {
    const body = address
      .slice(comma + 1)
      .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    const binary = parameters.some((parameter) => parameter.trim() === 'base64')
      ? atob(body.replace(/\s+/g, ''))
      : body
    return new Blob([Uint8Array.from(binary, (character) => character.charCodeAt(0))], {
      type: mediaType.trim(),
    })
  } catch {
    return null
  }
}
