/** Characters as CSS Syntax 3 tells them apart. */

const ESCAPE = /\\(?:([0-9a-f]{1,6})(?:\r\n|[ \t\n\r\f])?|\r\n|([\s\S]))/gi

/** `\75 rl` is `url`; an escaped line break is nothing (CSS Syntax 3, 4.3.7). */
export function decodeEscapes(css: string): string {
  if (!css.includes('\\')) return css
  return css.replaceAll(ESCAPE, (_, hex: string | undefined, character: string | undefined) => {
    if (hex === undefined) return character === '\n' || character === '\f' ? '' : (character ?? '')
    const code = Number.parseInt(hex, 16)
    return code === 0 || code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
  })
}

export const LINE_FEED = 0x0a
export const FORM_FEED = 0x0c
export const CARRIAGE_RETURN = 0x0d
export const DOUBLE_QUOTE = 0x22
export const SINGLE_QUOTE = 0x27
export const PARENTHESIS = 0x28
export const CLOSING_PARENTHESIS = 0x29
export const STAR = 0x2a
export const COMMA = 0x2c
export const SLASH = 0x2f
export const COLON = 0x3a
export const SEMICOLON = 0x3b
export const AT_SIGN = 0x40
export const BRACKET = 0x5b
export const BACKSLASH = 0x5c
export const CLOSING_BRACKET = 0x5d
export const OPENING_BRACE = 0x7b
export const CLOSING_BRACE = 0x7d

export function isSpace(code: number): boolean {
  return (
    code === 0x20 || code === 0x09 || code === LINE_FEED || code === CARRIAGE_RETURN || code === FORM_FEED
  )
}

export function isHex(code: number): boolean {
  const lower = code | 0x20
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x66)
}

export function startsName(code: number): boolean {
  const lower = code | 0x20
  return (
    (lower >= 0x61 && lower <= 0x7a) || code === 0x2d || code === 0x5f || code >= 0x80 || code === BACKSLASH
  )
}
