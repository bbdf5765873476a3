import { darken } from './steps/darken.ts'
import { createHeldPictures, type HeldPictures } from './steps/hold-remote.ts'
import { sanitise } from './steps/sanitise.ts'

/**
 * Puts one HTML part of a mail into its frame, inert: no address is left in the frame's document.
 *
 * @param isDark on a dark sheet, rather than as the sender made it.
 * @returns the address of each link, by the number in `data-link`.
 */
export function prepareBody(frame: Document, html: string, pictures: HeldPictures, isDark = false): string[] {
  const realm = frame.defaultView
  if (realm === null) return []
  const { root, sheets, links } = sanitise(html, realm, pictures)
  const old = isDark ? [darken(root, sheets, realm)] : []
  const body = root.querySelector('body') ?? frame.createElement('body')
  for (const name of ['class', 'dir', 'lang', 'style']) {
    const value = root.getAttribute(name)
    if (value === null) frame.documentElement.removeAttribute(name)
    else frame.documentElement.setAttribute(name, value)
  }
  // Only where the mail does not say: then its first letters do.
  if (!root.hasAttribute('dir') && !body.hasAttribute('dir')) body.setAttribute('dir', 'auto')
  frame.documentElement.toggleAttribute('data-dark', isDark)
  frame.adoptedStyleSheets = [...old, ...sheets]
  // Nodes, not a string: there is no second parse that could read them as something else.
  frame.body.replaceWith(frame.adoptNode(body))
  return links
}

/** The same for a mail of which the engine knows no reference, so that nothing in it can be shown later. */
export function prepareUnknown(frame: Document, html: string): void {
  prepareBody(frame, html, createHeldPictures([], []))
}
