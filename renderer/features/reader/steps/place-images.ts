import { isolate } from '../../../format/isolate.ts'
import { cssVariable, type HeldPicture } from './hold-remote.ts'

/** What a placeholder says of the picture that is not there. */
export interface Placeholder {
  look: 'plain' | 'suspect' | 'tracker' | 'loading' | 'failed'
  /** What it is, or why it is not there. */
  words: string
  /** What a press on it does; null: nothing. */
  press: string | null
}

/** Below these, in CSS pixels, there is no room for a word, and for more than one line of them. */
const ROOM_FOR_WORDS = { width: 48, height: 16 }
const ROOM_FOR_LINES = { width: 96, height: 44 }

/** What the mail itself says of a picture whose placeholder says something else meanwhile. */
const ownAttributes = new WeakMap<Element, ReadonlyMap<string, string | null>>()

/**
 * Shows a picture wherever the mail has it, without touching anything else in the frame.
 *
 * @param address a `blob:` of the page's own making.
 */
export function placeImage(frame: Document, held: HeldPicture, address: string): void {
  for (const image of imagesOf(frame, `img[${held.attribute}="${held.id}"]`)) {
    image.setAttribute('src', address)
    for (const name of ['data-waiting', 'data-unseen', 'data-look', 'data-note', 'aria-label']) {
      image.removeAttribute(name)
    }
    setPressable(image, false)
    for (const [name, value] of ownAttributes.get(image) ?? []) setOrRemove(image, name, value)
    ownAttributes.delete(image)
  }
  frame.documentElement.style.setProperty(cssVariable(held), `url("${address}")`)
}

/** Takes a picture away again that was placed; its placeholder stands there as before. */
export function removeImage(frame: Document, held: HeldPicture): void {
  frame.documentElement.style.removeProperty(cssVariable(held))
  for (const image of imagesOf(frame, `img[${held.attribute}="${held.id}"]`)) image.removeAttribute('src')
  placePlaceholders(frame)
}

/** Marks every picture that has no bytes yet; message-frame.html draws a field of its size there. */
export function placePlaceholders(frame: Document): void {
  for (const image of imagesOf(frame, 'img:not([src], [data-unseen])')) {
    const mayCome = image.matches('[data-resource], [data-inline], [data-embedded]')
    // Without this attribute Chromium draws its sign of a broken picture, which this is not.
    if (!image.hasAttribute('alt')) image.setAttribute('alt', '')
    // An address that was unknown or relative is gone for good: only words can stand for that picture.
    if (mayCome || image.getAttribute('alt') !== '') {
      image.setAttribute('data-waiting', roomIn(image))
    }
  }
}

/**
 * Says on placeholders what they stand for and how large that is, where the mail tells: to eyes, to a pointer that
 * rests there, and to screen readers. Those that can be pressed can be reached by the keyboard.
 *
 * @param described by the number in `data-resource`.
 */
export function describePlaceholders(frame: Document, described: ReadonlyMap<string, Placeholder>): void {
  for (const image of imagesOf(frame, 'img[data-waiting][data-resource]')) {
    const placeholder = described.get(image.getAttribute('data-resource') ?? '')
    if (placeholder === undefined) continue
    const { look, words, press } = placeholder
    const { width, height } = sizeOf(image)
    // Width first in right-to-left words too.
    const size = width > 0 && height > 0 ? [isolate(`${width} × ${height}`)] : []
    const all = [words, ...size].join(' · ')
    if (!ownAttributes.has(image)) {
      const own = ['role', 'title'].map((name) => [name, image.getAttribute(name)] as const)
      ownAttributes.set(image, new Map(own))
    }
    const told = [image.getAttribute('alt') ?? '', words, ...size, press ?? ''].filter((text) => text !== '')
    image.setAttribute('data-look', look)
    // A reason takes all the room there is.
    const isLong = look === 'failed' || image.getAttribute('data-waiting') === 'line'
    image.setAttribute('data-note', isLong ? words : all)
    image.setAttribute('title', press === null ? all : `${all}\n${press}`)
    image.setAttribute('aria-label', told.map((text) => text.replace(/\.$/, '')).join('. '))
    setPressable(image, press !== null)
  }
}

/** Whatever has the focus keeps it: nobody is thrown to the top of the mail because a picture came. */
function setPressable(image: HTMLElement, on: boolean): void {
  const isFocused = image.ownerDocument.activeElement === image
  setOrRemove(image, 'tabindex', on ? '0' : isFocused ? '-1' : null)
  setOrRemove(image, 'role', on ? 'button' : null)
}

function setOrRemove(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name)
  else element.setAttribute(name, value)
}

function imagesOf(frame: Document, selector: string): NodeListOf<HTMLElement> {
  return frame.body.querySelectorAll<HTMLElement>(selector)
}

function roomIn(image: HTMLElement): 'small' | 'line' | '' {
  const { width, height } = sizeOf(image)
  if (width < ROOM_FOR_WORDS.width || height < ROOM_FOR_WORDS.height) return 'small'
  return width < ROOM_FOR_LINES.width || height < ROOM_FOR_LINES.height ? 'line' : ''
}

/** In CSS pixels, as the mail has it; NaN where it says nothing, or speaks of parts of something. */
function sizeOf(image: HTMLElement): { width: number; height: number } {
  const { width, height } = image.style
  return {
    width: pixels(width === '' ? image.getAttribute('width') : width),
    height: pixels(height === '' ? image.getAttribute('height') : height),
  }
}

function pixels(length: string | null): number {
  return /^\s*\d+(?:\.\d+)?(?:px)?\s*$/.test(length ?? '')
    ? Math.round(Number.parseFloat(length ?? ''))
    : Number.NaN
}
