import { dropRootDot } from '../../../../shared/drop-root-dot.ts'

/**
 * Chromium resolves the host of a link on hover and on press, whatever sandbox or policy says. So no address
 * stays in the frame: the page keeps them, and the frame only knows their numbers.
 */

/** What the URL standard takes out of an address before it reads it. Another space makes it a relative one. */
const STRIPPED = /[\t\n\r]+/g
const EDGES = /^[\0-\x20]+|[\0-\x20]+$/g
const OPENABLE = new Set(['http:', 'https:', 'mailto:'])

/**
 * Takes the address off a link (`a`, `area`) and makes it one of ours.
 *
 * @param addresses of the links so far; the new one is added, its index becomes `data-link`.
 */
export function markLink(element: Element, addresses: string[]): void {
  const href = (element.getAttribute('href') ?? '').replaceAll(STRIPPED, '').replaceAll(EDGES, '')
  element.removeAttribute('href')
  element.removeAttribute('target')
  const address = href.startsWith('//') ? `https:${href}` : href
  if (address.length > 1 && address.startsWith('#')) element.setAttribute('data-anchor', address.slice(1))
  else if (URL.canParse(address) && OPENABLE.has(new URL(address).protocol)) {
    element.setAttribute('data-link', String(addresses.push(dropRootDot(new URL(address)).href) - 1))
  } else return
  element.setAttribute('role', 'link')
  element.setAttribute('tabindex', '0')
}
