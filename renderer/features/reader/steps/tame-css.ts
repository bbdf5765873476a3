import { PICTURE_PROPERTIES, RULES_DEEP, UNWANTED_MEDIA } from '../../../../shared/shown-markup.ts'
import { cssVariable, type HeldPictures } from './hold-remote.ts'

/**
 * Styles are read by Chromium's own parser, in a sheet that is attached to nothing and so fetches nothing,
 * and judged as it understood them. There is no second CSS parser that could understand them differently.
 */

/** Functions that take an address, now or in some future value of CSS. */
const FETCHING_FUNCTION = /(?:url|src|image|image-set|cross-fade|element|paint|attr|url-prefix|domain)\s*\(/i

/** Values that stay raw text until used, so that nobody can say yet what they will be. */
const UNRESOLVED = /(?:var|env|attr|if|inherit|--[^\s(]*)\s*\(/i

const ADDRESS = /url\(\s*"((?:[^"\\]|\\.)*)"\s*\)/g

/** The same picture in several sizes, as Chromium writes it. */
const IMAGE_SET = /(?:-webkit-)?image-set\((?:[^()"]|"(?:[^"\\]|\\.)*"|\((?:[^()"]|"(?:[^"\\]|\\.)*")*\))*\)/g

/** Lengths that follow the frame's height, which follows the mail's: 1vh stands for 1% of 800 px instead. */
const FRAME_HEIGHT_LENGTH = /(-?\d*\.?\d+(?:e[+-]?\d+)?)[sld]?v(?:h|b|min|max)\b/gi
const NOMINAL_VH = 8

/**
 * @param realm the frame's window: a sheet can be adopted only by the document it was made for.
 * @returns a sheet without a single address, not yet attached to anything; null when it has to go as a whole.
 */
export function tameStyleSheet(
  css: string,
  media: string,
  realm: Window & typeof globalThis,
  pictures: HeldPictures,
): CSSStyleSheet | null {
  if (UNWANTED_MEDIA.test(media)) return null
  const sheet = new realm.CSSStyleSheet({ media })
  try {
    sheet.replaceSync(css)
    tameRules(sheet, realm, pictures, 0)
    return sheet
  } catch {
    // A rule that can't be taken out (`@namespace` before others): better no styles than one of unknown effect.
    return null
  }
}

/** Disarms a style attribute. What Chromium did not understand is not written back. */
export function tameStyleAttribute(element: HTMLElement, pictures: HeldPictures): void {
  tameDeclarations(element.style, pictures)
  const css = element.style.cssText
  if (css === '') element.removeAttribute('style')
  else element.setAttribute('style', css)
}

function tameRules(
  parent: CSSStyleSheet | CSSGroupingRule | CSSStyleRule,
  realm: Window & typeof globalThis,
  pictures: HeldPictures,
  depth: number,
): void {
  for (let index = parent.cssRules.length - 1; index >= 0; index--) {
    const rule = parent.cssRules[index]
    if (rule === undefined || depth > RULES_DEEP || !tameRule(rule, realm, pictures, depth)) {
      parent.deleteRule(index)
    }
  }
}

/** @returns false when the rule has to go: everything that is not known to be harmless does. */
function tameRule(
  rule: CSSRule,
  realm: Window & typeof globalThis,
  pictures: HeldPictures,
  depth: number,
): boolean {
  if (rule instanceof realm.CSSStyleRule) {
    tameDeclarations(rule.style, pictures)
    const selector = linkSelectors(rule.selectorText)
    if (selector !== rule.selectorText) rule.selectorText = selector
    tameRules(rule, realm, pictures, depth + 1)
    return true
  }
  if (rule instanceof realm.CSSMediaRule) {
    if (UNWANTED_MEDIA.test(rule.media.mediaText)) return false
    tameRules(rule, realm, pictures, depth + 1)
    return true
  }
  if (rule instanceof realm.CSSSupportsRule) {
    tameRules(rule, realm, pictures, depth + 1)
    return true
  }
  if (rule instanceof realm.CSSKeyframesRule) {
    for (const keyframe of rule.cssRules) {
      if (keyframe instanceof realm.CSSKeyframeRule) tameDeclarations(keyframe.style, pictures)
    }
    return true
  }
  if (rule instanceof realm.CSSNestedDeclarations) {
    tameDeclarations(rule.style, pictures)
    return true
  }
  return false
}

/** Links have no href in the frame, so what the mail says of its links is said of ours. */
function linkSelectors(selector: string): string {
  return selector.replace(/:(?:any-)?link\b|\[href\]/g, '[data-link]')
}

/** Disarms one block of declarations, in place. */
function tameDeclarations(style: CSSStyleDeclaration, pictures: HeldPictures): void {
  for (const name of Array.from(style)) {
    const value = style.getPropertyValue(name)
    const tamed = tameValue(name, value, pictures)
    if (tamed === value) continue
    const priority = style.getPropertyPriority(name)
    // Taken away first: a value that Chromium does not accept leaves the old one where it was.
    style.removeProperty(name)
    if (tamed !== null) style.setProperty(name, tamed, priority)
  }
  if (FETCHING_FUNCTION.test(style.cssText)) style.cssText = ''
}

/** Of columns within columns, Chromium takes twice as long for each level. */
const COSTLY_PROPERTIES = new Set(['column-count', 'column-width'])

/** @returns what may stand there instead, or null when nothing may. */
function tameValue(name: string, value: string, pictures: HeldPictures): string | null {
  // A longhand that has no value of its own comes from a shorthand that is still raw text.
  if (value === '' || COSTLY_PROPERTIES.has(name)) return null
  if (name.startsWith('--') || UNRESOLVED.test(value)) {
    // An escape can spell a function's name in a way that no pattern here would see.
    return FETCHING_FUNCTION.test(value) || /\\|\/\//.test(value) ? null : tameLengths(value)
  }
  if (name === 'position') return value === 'fixed' ? 'absolute' : value === 'sticky' ? 'relative' : value
  if (!FETCHING_FUNCTION.test(value)) return tameLengths(value)
  return PICTURE_PROPERTIES.has(name) ? holdInCss(value, pictures) : null
}

function holdInCss(value: string, pictures: HeldPictures): string | null {
  // Of several sizes the first is enough.
  const single = value.replace(IMAGE_SET, (set) => set.match(ADDRESS)?.[0] ?? 'none')
  if (FETCHING_FUNCTION.test(single.replace(ADDRESS, ''))) return null
  let isFound = false
  const held = single.replace(ADDRESS, (_, escaped: string) => {
    const picture = pictures.hold(unescapeString(escaped), 'css-image')
    if (picture === null) return 'none'
    isFound = true
    return `var(${cssVariable(picture)}, none)`
  })
  return isFound ? held : null
}

function tameLengths(value: string): string {
  return value.replace(FRAME_HEIGHT_LENGTH, (_, amount: string) => `${Number(amount) * NOMINAL_VH}px`)
}

/** A CSS string as Chromium writes it: quote and backslash escaped, control characters as hexadecimal. */
function unescapeString(text: string): string {
  return text.replace(/\\([0-9a-f]{1,6}) ?|\\(.)/gi, (_, code: string | undefined, character: string) =>
    code === undefined ? character : String.fromCodePoint(Number.parseInt(code, 16)),
  )
}
