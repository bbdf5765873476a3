import { cssVariable, type HeldPicture } from './hold-remote.ts'

/** Attributes by which held pictures are marked in the frame. */
const HELD_ATTRIBUTES = ['data-resource', 'data-inline', 'data-embedded'] as const

/** Sizes in CSS pixels for pictures of which the mail does not tell one. */
const UNKNOWN_WIDTH = 160
const SMALLEST = 4
const LARGEST = 4000

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
  }
  frame.documentElement.style.setProperty(cssVariable(held), `url("${address}")`)
}

/**
 * Gives every picture that has no bytes yet a stand-in of the size that the mail tells, so that all its rules
 * of layout work on it as they will on the picture.
 *
 * @param makeAddress keeps the stand-in's document as a `blob:`; one is made per size and text.
 */
export function placePlaceholders(frame: Document, makeAddress: (picture: Blob) => string): void {
  const made = new Map<string, string>()
  for (const image of frame.body.querySelectorAll('img:not([src])')) {
    if (!HELD_ATTRIBUTES.some((attribute) => image.hasAttribute(attribute))) {
      // Its address was unknown or relative: nothing can ever be shown here but the words beside it.
      if (image.getAttribute('alt') === null) image.setAttribute('alt', '')
      continue
    }
    if (image.hasAttribute('data-unseen')) continue
    const alt = image.getAttribute('alt') ?? ''
    const { width, height } = expectedSize(image)
    const key = `${width} ${height} ${alt}`
    const address = made.get(key) ?? makeAddress(drawPlaceholder(width, height, alt))
    made.set(key, address)
    image.setAttribute('src', address)
    image.setAttribute('data-waiting', '')
  }
}

function expectedSize(image: Element): { width: number; height: number } {
  const width = readPixels(image.getAttribute('width'))
  const height = readPixels(image.getAttribute('height'))
  if (width !== null) return { width, height: height ?? Math.min(Math.max(Math.round(width / 3), 40), 200) }
  if (height !== null) return { width: Math.max(height, 40), height }
  return { width: UNKNOWN_WIDTH, height: Math.round(UNKNOWN_WIDTH / 3) }
}

function readPixels(attribute: string | null): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)(?:px)?\s*$/.exec(attribute ?? '')
  if (match === null) return null
  return Math.min(Math.max(Math.round(Number(match[1])), SMALLEST), LARGEST)
}

/** A quiet grey field with the picture's own words; translucent, so that it suits any ground. */
function drawPlaceholder(width: number, height: number, alt: string): Blob {
  const drawing = document.implementation.createDocument('http://www.w3.org/2000/svg', 'svg')
  const svg = drawing.documentElement
  svg.setAttribute('width', String(width))
  svg.setAttribute('height', String(height))
  const field = svg.appendChild(drawing.createElementNS(svg.namespaceURI, 'rect'))
  for (const [name, value] of [
    ['x', '0.5'],
    ['y', '0.5'],
    ['width', String(width - 1)],
    ['height', String(height - 1)],
    ['rx', String(Math.min(6, height / 4))],
    ['fill', '#8c959f'],
    ['fill-opacity', '0.14'],
    ['stroke', '#8c959f'],
    ['stroke-opacity', '0.45'],
  ] as const) {
    field.setAttribute(name, value)
  }
  if (alt.trim() !== '' && width >= 40 && height >= 16) {
    const words = svg.appendChild(drawing.createElementNS(svg.namespaceURI, 'foreignObject'))
    words.setAttribute('width', String(width))
    words.setAttribute('height', String(height))
    const line = words.appendChild(drawing.createElementNS('http://www.w3.org/1999/xhtml', 'div'))
    line.setAttribute('dir', 'auto')
    line.setAttribute(
      'style',
      `box-sizing:border-box;height:${height}px;padding:0 8px;overflow:hidden;display:grid;place-items:center;text-align:center;font:12px/1.3 system-ui,sans-serif;color:#6e7781`,
    )
    // Control characters are not XML: one would make the whole drawing unreadable.
    line.append(alt.slice(0, 200).replace(/[^\P{C}\n\t]|[￾￿]/gu, ''))
  }
  return new Blob([new XMLSerializer().serializeToString(drawing)], { type: 'image/svg+xml' })
}
