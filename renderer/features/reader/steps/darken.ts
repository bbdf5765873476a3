/**
 * Gives a mail that was made for white paper the colours of a dark sheet. Every colour keeps its hue: grounds that are
 * light become dark, letters that are dark become light, and what suits a dark sheet already stays as it is. Pictures
 * are not touched. On paper (`--curtain-dark` is 0 in print) all is as the sender made it.
 */

/** By the lightness `l` of a colour, from 0 to 1: white becomes 0.2, and letters are well above what they stand on. */
const GROUND = lightness('min(l, 0.95 - 0.75 * l)')
const LETTERS = lightness('max(l, 0.95 - 0.55 * l)')
/** Quieter than letters. */
const LINES = lightness('max(0.35, min(l, 0.95 - 0.75 * l))')

const LETTER_PROPERTIES = new Set([
  'color',
  'caret-color',
  'text-decoration-color',
  'text-emphasis-color',
  '-webkit-text-fill-color',
  '-webkit-text-stroke-color',
])
const LINE_PROPERTY = /^(?:border-.*|outline|column-rule)-color$/
/** Takes its colour from elsewhere, where it is a dark sheet's already, or is none. */
const NO_COLOUR = /^(?:inherit|initial|unset|revert|revert-layer|currentcolor|transparent|auto|none)$/i
/** What may be a colour in a gradient: a function, or a word of which Chromium is asked. */
const COLOUR =
  /(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\((?:[^()]|\([^()]*\))*\)|(?<![\w-])[a-z]+(?![\w(-])/gi
/** A colour of the attributes of old: the number sign may be missing (HTML 2.3.6). */
const OLD_COLOUR = /^(?:#?(?:[0-9a-f]{3}|[0-9a-f]{6})|[a-z]+)$/i
const OLD_ATTRIBUTES = [
  ['bgcolor', 'background-color', GROUND],
  ['text', 'color', LETTERS],
  ['color', 'color', LETTERS],
] as const

/**
 * @param root of a sanitised mail, and its sheets.
 * @returns a sheet for the colours of old attributes, to stand before the others: it yields to them as those do.
 */
export function darken(
  root: HTMLElement,
  sheets: readonly CSSStyleSheet[],
  realm: Window & typeof globalThis,
): CSSStyleSheet {
  for (const sheet of sheets) darkenRules(sheet.cssRules, realm)
  for (const element of [root, ...root.querySelectorAll<HTMLElement>('[style]')])
    darkenDeclarations(element.style)
  return oldColours(root, realm)
}

function lightness(dark: string): string {
  return `calc(l + var(--curtain-dark) * (${dark} - l)) c h`
}

function darkenRules(rules: CSSRuleList, realm: Window & typeof globalThis): void {
  for (const rule of rules) {
    if (
      rule instanceof realm.CSSStyleRule ||
      rule instanceof realm.CSSKeyframeRule ||
      rule instanceof realm.CSSNestedDeclarations
    ) {
      darkenDeclarations(rule.style)
    }
    if ('cssRules' in rule) darkenRules(rule.cssRules as CSSRuleList, realm)
  }
}

function darkenDeclarations(style: CSSStyleDeclaration): void {
  for (const name of Array.from(style)) {
    const value = style.getPropertyValue(name)
    const dark = darkened(name, value)
    if (dark !== value) style.setProperty(name, dark, style.getPropertyPriority(name))
  }
}

function darkened(name: string, value: string): string {
  if (name === 'background-image') {
    return value.includes('gradient(')
      ? value.replaceAll(COLOUR, (word) => (isColour(word) ? turn(word, GROUND) : word))
      : value
  }
  const change =
    name === 'background-color'
      ? GROUND
      : LETTER_PROPERTIES.has(name)
        ? LETTERS
        : LINE_PROPERTY.test(name)
          ? LINES
          : null
  return change === null || value === '' || NO_COLOUR.test(value) ? value : turn(value, change)
}

function turn(colour: string, change: string): string {
  return `oklch(from ${colour} ${change})`
}

function isColour(word: string): boolean {
  return !NO_COLOUR.test(word) && CSS.supports('color', word)
}

function oldColours(root: HTMLElement, realm: Window & typeof globalThis): CSSStyleSheet {
  const rules = new Set<string>()
  for (const [attribute, property, change] of OLD_ATTRIBUTES) {
    for (const element of root.querySelectorAll(`[${attribute}]`)) {
      const written = element.getAttribute(attribute) ?? ''
      if (!OLD_COLOUR.test(written)) continue
      const colour = isColour(written) ? written : `#${written}`
      rules.add(`[${attribute}="${written}"] { ${property}: ${turn(colour, change)} }`)
    }
  }
  const sheet = new realm.CSSStyleSheet()
  sheet.replaceSync(`@layer curtain-old { ${[...rules].join('\n')} }`)
  return sheet
}
