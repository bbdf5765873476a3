import { isolate } from '../../../format/isolate.ts'
import { cssVariable, type HeldPicture } from './hold-remote.ts'

/** Below this, in CSS pixels, no word of what the picture shows would be read. */
const ROOM_FOR_WORDS = 48

/**
 * Shows a picture wherever the mail has it, without touching anything else in the frame.
 *
 * @param address a `blob:` of the page's own making.
 */
export function placeImage(frame: Document, held: HeldPicture, address: string): void {
  for (const image of frame.body.querySelectorAll(`img[${held.attribute}="${held.id}"]`)) {
    image.setAttribute('src', address)
    image.removeAttribute('data-waiting')
    image.removeAttribute('data-unseen')
    restoreWords(image)
  }
  frame.documentElement.style.setProperty(cssVariable(held), `url("${address}")`)
}

/** Takes a picture away again that was placed; its placeholder stands there as before. */
export function removeImage(frame: Document, held: HeldPicture): void {
  frame.documentElement.style.removeProperty(cssVariable(held))
  for (const image of frame.body.querySelectorAll(`img[${held.attribute}="${held.id}"]`)) {
    image.removeAttribute('src')
  }
  placePlaceholders(frame)
}

/** Marks every picture that has no bytes yet; message-frame.html draws a field of its size there. */
export function placePlaceholders(frame: Document): void {
  for (const image of frame.body.querySelectorAll('img:not([src], [data-unseen])')) {
    const mayCome = image.matches('[data-resource], [data-inline], [data-embedded]')
    // Without this attribute Chromium draws its sign of a broken picture, which this is not.
    if (!image.hasAttribute('alt')) image.setAttribute('alt', '')
    // An address that was unknown or relative is gone for good: only words can stand for that picture.
    if (mayCome || image.getAttribute('alt') !== '') {
      image.setAttribute('data-waiting', isSmall(image) ? 'small' : '')
    }
  }
}

/**
 * Says on placeholders why there is no picture, to eyes and to screen readers.
 *
 * @param why by the number in `data-resource`; what was said before and is not in it is taken back.
 */
export function explainPlaceholders(frame: Document, why: ReadonlyMap<string, string>): void {
  for (const image of frame.body.querySelectorAll('img[data-words]')) restoreWords(image)
  if (why.size === 0) return
  for (const image of frame.body.querySelectorAll('img[data-waiting][data-resource]')) {
    const reason = why.get(image.getAttribute('data-resource') ?? '')
    if (reason === undefined) continue
    const words = image.getAttribute('alt') ?? ''
    image.setAttribute('data-words', words)
    image.setAttribute('alt', words === '' ? reason : `${words}\n${reason}`)
  }
}

/**
 * Says on placeholders, to eyes alone, that their pictures are blocked or on their way, and how large they are,
 * where the mail tells that.
 *
 * @param notes by the number in `data-resource`.
 */
export function notePlaceholders(frame: Document, notes: ReadonlyMap<string, string>): void {
  for (const image of frame.body.querySelectorAll('img[data-waiting][data-resource]')) {
    const state = notes.get(image.getAttribute('data-resource') ?? '')
    const width = Number.parseInt(image.getAttribute('width') ?? '', 10)
    const height = Number.parseInt(image.getAttribute('height') ?? '', 10)
    // Width first in right-to-left words too.
    const size = width > 0 && height > 0 ? isolate(`${width} × ${height}`) : null
    const note = [state ?? null, size].filter((one) => one !== null).join(' · ')
    image.setAttribute('data-note', note)
  }
}

/** What the mail itself says of the picture. */
function restoreWords(image: Element): void {
  const words = image.getAttribute('data-words')
  if (words === null) return
  image.setAttribute('alt', words)
  image.removeAttribute('data-words')
}

function isSmall(image: Element): boolean {
  const width = Number.parseInt(image.getAttribute('width') ?? '', 10)
  const height = Number.parseInt(image.getAttribute('height') ?? '', 10)
  return width < ROOM_FOR_WORDS || height < ROOM_FOR_WORDS / 3
}
