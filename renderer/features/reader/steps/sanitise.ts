import createDOMPurify from 'dompurify'
import { remoteUrl } from '../../../../shared/remote-url.ts'
import { DROPPED_WITH_CONTENT, SHOWN_TAGS } from '../../../../shared/shown-markup.ts'
import { type HeldPictures, holdRemote } from './hold-remote.ts'
import { markLink } from './mark-links.ts'
import { tameStyleAttribute, tameStyleSheet } from './tame-css.ts'

export interface SanitisedMail {
  /** `<html>` with `<head>` and `<body>`, attached to no window. */
  root: HTMLElement
  /** The mail's style elements, in their order. */
  sheets: CSSStyleSheet[]
  /** Address of each `data-link`. */
  links: string[]
}

// Looks and meaning. No attribute here can hold an address, but `style`, which tame-css has been through.
const ATTRIBUTES =
  `abbr align alink alt axis bgcolor border bordercolor cellpadding cellspacing char charoff class clear color
  cols colspan compact coords data-anchor data-embedded data-inline data-link data-resource data-unseen
  datetime dir face frame headers height hspace id lang link marginheight marginwidth name noshade nowrap open
  reversed role rowspan rules scope shape size span start style summary tabindex text title type usemap valign
  value vlink vspace width`.split(/\s+/)

/** Curtain's own: a mail that brings them is trying to speak in our name. */
const OWN_ATTRIBUTES = ATTRIBUTES.filter((name) => name.startsWith('data-'))

/** Attributes that would let a mail move the reader's focus about. */
const FOCUS_ATTRIBUTES = ['tabindex', 'accesskey', 'autofocus', 'contenteditable']

/**
 * Wall 1: turns one HTML part into inert DOM. Everything that fetches is disarmed by hooks inside the
 * sanitiser, on a document that has no window and so fetches nothing, before anything is decided.
 *
 * @param realm the frame's window. Made on the page's own, DOMPurify's documents would inherit the page's
 *   policy, which has no 'unsafe-inline', and every style of the mail would be lost.
 */
export function sanitise(
  html: string,
  realm: Window & typeof globalThis,
  pictures: HeldPictures,
): SanitisedMail {
  const purify = createDOMPurify(realm)
  const sheets: CSSStyleSheet[] = []
  const links: string[] = []

  purify.addHook('uponSanitizeElement', (node, { tagName, allowedTags }) => {
    if (tagName === 'base' && node instanceof realm.Element) {
      pictures.base ??= remoteUrl(node.getAttribute('href') ?? '')
    }
    // Forms are never allowed, so nothing that reaches the next lines can have its properties clobbered.
    if (allowedTags[tagName] !== true || !(node instanceof realm.HTMLElement)) return
    if (tagName === 'style') {
      const sheet = tameStyleSheet(node.textContent, node.getAttribute('media') ?? '', realm, pictures)
      if (sheet !== null) sheets.push(sheet)
      node.remove()
      return
    }
    for (const name of [...OWN_ATTRIBUTES, ...FOCUS_ATTRIBUTES]) node.removeAttribute(name)
    if (tagName === 'a' || tagName === 'area') markLink(node, links)
    holdRemote(node, pictures)
    if (node.hasAttribute('style')) tameStyleAttribute(node, pictures)
    const map = node.getAttribute('usemap')
    if (map !== null && !map.startsWith('#')) node.removeAttribute('usemap')
  })

  const root = purify.sanitize(html, {
    ALLOWED_TAGS: ['#text', ...SHOWN_TAGS],
    ALLOWED_ATTR: ATTRIBUTES,
    FORBID_CONTENTS: [...DROPPED_WITH_CONTENT],
    ALLOW_DATA_ATTR: false,
    ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
    WHOLE_DOCUMENT: true,
    RETURN_DOM: true,
  })
  if (!(root instanceof realm.HTMLElement))
    return { root: realm.document.createElement('html'), sheets, links }
  return { root, sheets, links }
}
