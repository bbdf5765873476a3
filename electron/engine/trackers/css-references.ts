import type { ReferenceKind } from '../../../shared/models/remote-content.ts'

type CssKind = Extract<ReferenceKind, 'css-image' | 'css-import' | 'css-font'>

/** Functions whose strings are words, not addresses. */
const WORDS = new Set([
  'format',
  'tech',
  'local',
  'type',
  'attr',
  'counter',
  'counters',
  'selector',
  'lang',
  'dir',
])
/** Brackets inside brackets that are told apart; real style sheets have about four. */
const DEPTH = 100
const ESCAPE = /\\(?:([0-9a-f]{1,6})(?:\r\n|[ \t\n\r\f])?|\r\n|([\s\S]))/gi
const LONGEST_NAME = 200
/** Nothing in CSS is fetched without one of these (an escape may spell any of them). */
const CAN_REFER = /url|src|image|import|\\/i

/**
 * Calls `found` for every address that a style sheet or a style attribute would have a browser fetch. Follows
 * the tokens of CSS Syntax 3: comments, strings, escapes (`\75rl(`), addresses without quotes; so an address in
 * a second background, a `list-style`, an `image-set()` or a custom property is found, and one in a comment,
 * an attribute selector or a namespace is not. Linear.
 */
export function findCssReferences(css: string, found: (address: string, kind: CssKind) => void): void {
  if (!CAN_REFER.test(css)) return
  const length = css.length
  /** Open brackets: the name of a function, or the bracket itself. */
  const open: string[] = []
  let rule = ''
  let property = ''
  let name = ''
  let inFontFace = false
  let at = 0

  while (at < length) {
    const code = css.charCodeAt(at)
    if (code === SLASH && css.charCodeAt(at + 1) === STAR) {
      const end = css.indexOf('*/', at + 2)
      at = end < 0 ? length : end + 2
    } else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) at = readString(code)
    else if (code === AT_SIGN) {
      at = readName(at + 1)
      rule = name.toLowerCase()
    } else if (startsName(code)) {
      at = readName(at)
      if (css.charCodeAt(at) === PARENTHESIS) at = readFunction()
    } else {
      at++
      if (code === PARENTHESIS) enter('(')
      else if (code === BRACKET) enter('[')
      else if (code === CLOSING_PARENTHESIS || code === CLOSING_BRACKET) open.pop()
      else if (code === COLON && open.length === 0) property = name.toLowerCase()
      else if (code === OPENING_BRACE) {
        inFontFace = rule === 'font-face'
        reset()
      } else if (code === CLOSING_BRACE) {
        inFontFace = false
        reset()
      } else if (code === SEMICOLON && open.length === 0) reset()
    }
  }

  function enter(bracket: string): void {
    if (open.length < DEPTH) open.push(bracket)
  }

  function reset(): void {
    open.length = 0
    rule = ''
    property = ''
  }

  function report(address: string): void {
    if (rule === 'namespace' || rule === 'charset' || rule === 'document' || rule === '-moz-document') return
    found(address, rule === 'import' ? 'css-import' : inFontFace ? 'css-font' : 'css-image')
  }

  function readString(quote: number): number {
    let end = at + 1
    for (; end < length; end++) {
      const code = css.charCodeAt(end)
      if (code === quote) break
      if (code === BACKSLASH) end++
      // A line break ends a string that was never closed.
      else if (code === LINE_FEED || code === FORM_FEED || code === CARRIAGE_RETURN) break
    }
    const around = open.at(-1)
    const isAddress =
      around === undefined
        ? rule === 'import' || property.startsWith('--')
        : around !== '[' && !WORDS.has(around)
    if (isAddress) report(decodeEscapes(css.slice(at + 1, Math.min(end, length))))
    return end + 1
  }

  /** Moves behind a name and leaves it, decoded, in `name`. */
  function readName(from: number): number {
    let end = from
    let escaped = false
    while (end < length) {
      const code = css.charCodeAt(end)
      if (code === BACKSLASH) {
        escaped = true
        end += 2
        // After one hexadecimal digit up to five more, and one white space that ends them.
        for (
          let digits = 1;
          digits < 6 && isHex(css.charCodeAt(end - 1)) && isHex(css.charCodeAt(end));
          digits++
        )
          end++
        if (isHex(css.charCodeAt(end - 1)) && isSpace(css.charCodeAt(end))) end++
      } else if (startsName(code) || (code >= 0x30 && code <= 0x39)) end++
      else break
    }
    // No name that means anything here is long, even with every letter escaped.
    name = end - from > LONGEST_NAME ? '' : css.slice(from, end)
    if (escaped) name = decodeEscapes(name)
    return Math.min(end, length)
  }

  function readFunction(): number {
    const called = name.toLowerCase()
    let start = at + 1
    if (called !== 'url' && called !== 'src') {
      enter(called)
      return start
    }
    while (isSpace(css.charCodeAt(start))) start++
    const first = css.charCodeAt(start)
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE || called === 'src') {
      enter(called)
      return start
    }
    let end = start
    while (end < length && css.charCodeAt(end) !== CLOSING_PARENTHESIS) {
      end += css.charCodeAt(end) === BACKSLASH ? 2 : 1
    }
    report(decodeEscapes(css.slice(start, Math.min(end, length)).trim()))
    return end + 1
  }
}

/** `\75 rl` is `url`; an escaped line break is nothing (CSS Syntax 3, 4.3.7). */
export function decodeEscapes(css: string): string {
  if (!css.includes('\\')) return css
  return css.replaceAll(ESCAPE, (_, hex: string | undefined, character: string | undefined) => {
    if (hex === undefined) return character === '\n' || character === '\f' ? '' : (character ?? '')
    const code = Number.parseInt(hex, 16)
    return code === 0 || code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
  })
}

const LINE_FEED = 0x0a
const FORM_FEED = 0x0c
const CARRIAGE_RETURN = 0x0d
const DOUBLE_QUOTE = 0x22
const SINGLE_QUOTE = 0x27
const PARENTHESIS = 0x28
const CLOSING_PARENTHESIS = 0x29
const STAR = 0x2a
const SLASH = 0x2f
const COLON = 0x3a
const SEMICOLON = 0x3b
const AT_SIGN = 0x40
const BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

function isSpace(code: number): boolean {
  return (
    code === 0x20 || code === 0x09 || code === LINE_FEED || code === CARRIAGE_RETURN || code === FORM_FEED
  )
}

function isHex(code: number): boolean {
  const lower = code | 0x20
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x66)
}

function startsName(code: number): boolean {
  const lower = code | 0x20
  return (
    (lower >= 0x61 && lower <= 0x7a) || code === 0x2d || code === 0x5f || code >= 0x80 || code === BACKSLASH
  )
}
