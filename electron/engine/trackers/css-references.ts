import { RULES_DEEP, UNWANTED_MEDIA } from '../../../shared/shown-markup.ts'
import {
  AT_SIGN,
  BACKSLASH,
  BRACKET,
  CARRIAGE_RETURN,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  CLOSING_PARENTHESIS,
  COLON,
  COMMA,
  DOUBLE_QUOTE,
  decodeEscapes,
  FORM_FEED,
  isHex,
  isSpace,
  LINE_FEED,
  OPENING_BRACE,
  PARENTHESIS,
  SEMICOLON,
  SINGLE_QUOTE,
  SLASH,
  STAR,
  startsName,
} from './css-characters.ts'
import { type CssKind, createDeclarations } from './css-declarations.ts'

/** What is open around a declaration. rules, steps: hold rules that the page keeps. gone: the page takes it out. */
type Block = 'declarations' | 'rules' | 'steps' | 'font' | 'gone'

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
const LONGEST_NAME = 200
/** Nothing in CSS is fetched without one of these (an escape may spell any of them). */
const CAN_REFER = /url|src|image|import|\\/i

/**
 * Calls `found` for every address that a style sheet or a style attribute would have a browser fetch. Follows
 * the tokens of CSS Syntax 3: comments, strings, escapes (`\75rl(`), addresses without quotes; so an address in
 * a second background, a `list-style`, an `image-set()` or a custom property is found, and one in a comment,
 * an attribute selector or a namespace is not. Linear.
 *
 * 'css-image' is what the page shows once it is here (tame-css.ts); what is not sure to be shown is 'unshown'.
 *
 * @param form a sheet holds rules, an attribute declarations alone.
 */
export function findCssReferences(
  css: string,
  form: 'sheet' | 'attribute',
  found: (address: string, kind: CssKind) => void,
): void {
  if (!CAN_REFER.test(css)) return
  const length = css.length
  /** Open brackets: the name of a function, or the bracket itself. */
  const open: string[] = []
  const blocks: Block[] = []
  let gone = 0
  let holders = form === 'attribute' ? 1 : 0
  let rule = ''
  let ruleAt = 0
  let name = ''
  let at = 0
  const declarations = createDeclarations(found)

  while (at < length) {
    const code = css.charCodeAt(at)
    if (code === SLASH && css.charCodeAt(at + 1) === STAR) {
      const end = css.indexOf('*/', at + 2)
      at = end < 0 ? length : end + 2
    } else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) at = readString(code)
    else if (code === AT_SIGN) {
      ruleAt = at
      at = readName(at + 1)
      rule = name.toLowerCase()
      // The page leaves out a sheet with one, as a whole.
      if (rule === 'namespace') gone++
    } else if (startsName(code)) {
      at = readName(at)
      if (css.charCodeAt(at) === PARENTHESIS) at = readFunction()
      else if (open.length === 0 && declarations.isAboutPictures()) {
        declarations.word(name.toLowerCase(), blocks.at(-2) === 'steps')
      }
    } else {
      at++
      if (code === PARENTHESIS) enter('(')
      else if (code === BRACKET) enter('[')
      else if (code === CLOSING_PARENTHESIS || code === CLOSING_BRACKET) leave()
      else if (code === COMMA && open.length === 0) declarations.comma()
      else if (code === COLON && open.length === 0) declarations.begin(name)
      else if (code === OPENING_BRACE) openBlock()
      else if (code === CLOSING_BRACE) closeBlock()
      else if (code === SEMICOLON && open.length === 0) endDeclaration()
    }
  }
  endBlock()

  function enter(bracket: string): void {
    if (open.length < DEPTH) open.push(bracket)
  }

  function leave(): void {
    open.pop()
    declarations.close(open.length)
  }

  function openBlock(): void {
    const block = blockOf()
    endBlock()
    blocks.push(block)
    if (block === 'gone') gone++
    else if (block === 'declarations') holders++
  }

  function blockOf(): Block {
    if (rule === 'font-face') return 'font'
    if (form === 'attribute' || blocks.length >= RULES_DEEP) return 'gone'
    if (rule === '') return 'declarations'
    if (rule === 'keyframes' || rule === '-webkit-keyframes') return 'steps'
    if (rule === 'supports') return 'rules'
    const condition = css.slice(ruleAt, at)
    return rule === 'media' && !UNWANTED_MEDIA.test(condition) && !condition.includes('\\') ? 'rules' : 'gone'
  }

  function closeBlock(): void {
    endBlock()
    const block = blocks.pop()
    if (block === 'gone') gone--
    else if (block === 'declarations') holders--
  }

  function endBlock(): void {
    endDeclaration()
    declarations.endBlock()
  }

  function endDeclaration(): void {
    declarations.end(gone === 0 && holders > 0)
    open.length = 0
    rule = ''
    name = ''
  }

  function report(address: string): void {
    if (rule === 'namespace' || rule === 'charset' || rule === 'document' || rule === '-moz-document') return
    declarations.address(
      address,
      rule === 'import' ? 'css-import' : blocks.at(-1) === 'font' ? 'css-font' : null,
    )
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
        ? rule === 'import' || declarations.isCustom()
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
      declarations.call(called, open.length)
      return start
    }
    if (called === 'src') declarations.call(called, open.length)
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
