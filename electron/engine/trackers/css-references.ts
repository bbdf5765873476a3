import type { ReferenceKind } from '../../../shared/models/remote-content.ts'
import { PICTURE_PROPERTIES, RULES_DEEP, UNWANTED_MEDIA } from '../../../shared/shown-markup.ts'
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

type CssKind = Extract<ReferenceKind, 'css-image' | 'css-import' | 'css-font' | 'srcset' | 'unshown'>

/** What is open around a declaration. rules, steps: hold rules that the page keeps. gone: the page takes it out. */
type Block = 'declarations' | 'rules' | 'steps' | 'font' | 'gone'

interface Found {
  address: string
  kind: CssKind
}

/** What is known of the declaration that is being read. */
interface Declaration {
  property: string
  /** The property for pictures that it sets; null when it sets none, and all that is said of its value is idle. */
  target: string | null
  found: Found[]
  isRaw: boolean
  /** Nobody can say yet what it shows, or the page shows none of it. */
  isUncertain: boolean
  isInvalid: boolean
  isImportant: boolean
  /** In an `image-set()` at this depth of brackets, of which the first picture is shown. */
  set: { depth: number; isTaken: boolean } | null
}

function newDeclaration(): Declaration {
  return {
    property: '',
    target: null,
    found: [],
    isRaw: false,
    isUncertain: false,
    isInvalid: false,
    isImportant: false,
    set: null,
  }
}

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
/** With one of these, a value is not known until it is used: Chromium takes whatever stands around it. */
const RAW = /^(?:var|env|if|inherit|--.*)$/
/** These show pictures in a way that the page knows nothing of. */
const UNKNOWN = /^(?:attr|image|(?:-webkit-)?cross-fade|element|paint)$/
const IMAGE_SET = /^(?:-webkit-)?image-set$/
/** Another browser's own: Chromium passes over the whole declaration. */
const OTHERS_OWN = /^-(?:moz|ms|o)-/
/** Besides functions, all that a property for nothing but pictures can say. */
const PICTURE_WORDS =
  /^(?:none|normal|(?:no-)?(?:open|close)-quote|important|initial|inherit|unset|revert|revert-layer)$/
/** Properties that take no list: Chromium passes over a declaration with a comma. */
const WITHOUT_LIST = /^(?:border-image|list-style|content)/
/** What a property does to the pictures that an earlier one gave: `background: none` takes them back. */
const SHORTHANDS = new Map([
  ['background', 'background-image'],
  ['border-image', 'border-image-source'],
  ['list-style', 'list-style-image'],
  ['mask', 'mask-image'],
  ['-webkit-mask', 'mask-image'],
  ['-webkit-mask-image', 'mask-image'],
])
const TARGETS: ReadonlyMap<string, string> = new Map([
  ...[...PICTURE_PROPERTIES].map((property) => [property, property] as const),
  ...SHORTHANDS,
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
  /** The name that was read last. Most are words of a value that nobody asks for. */
  let nameStart = 0
  let nameEnd = 0
  let isEscaped = false
  let at = 0
  let declaration = newDeclaration()
  /** Of the block, in order. */
  let waiting: Found[] = []
  /** Of the block: the last declaration for each property. */
  const latest = new Map<string, Declaration>()

  while (at < length) {
    const code = css.charCodeAt(at)
    if (code === SLASH && css.charCodeAt(at + 1) === STAR) {
      const end = css.indexOf('*/', at + 2)
      at = end < 0 ? length : end + 2
    } else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) at = readString(code)
    else if (code === AT_SIGN) {
      ruleAt = at
      at = readName(at + 1)
      rule = lastName()
      // The page leaves out a sheet with one, as a whole.
      if (rule === 'namespace') gone++
    } else if (startsName(code)) {
      at = readName(at)
      if (css.charCodeAt(at) === PARENTHESIS) at = readFunction()
      else if (open.length === 0 && declaration.target !== null) readWord()
    } else {
      at++
      if (code === PARENTHESIS) enter('(')
      else if (code === BRACKET) enter('[')
      else if (code === CLOSING_PARENTHESIS || code === CLOSING_BRACKET) leave()
      else if (code === COMMA && open.length === 0)
        declaration.isInvalid ||= declaration.target !== null && WITHOUT_LIST.test(declaration.property)
      else if (code === COLON && open.length === 0) readColon()
      else if (code === OPENING_BRACE) openBlock()
      else if (code === CLOSING_BRACE) closeBlock()
      else if (code === SEMICOLON && open.length === 0) endDeclaration()
    }
  }
  endBlock()

  function lastName(): string {
    // No name that means anything here is long, even with every letter escaped.
    if (nameEnd - nameStart > LONGEST_NAME) return ''
    const written = css.slice(nameStart, nameEnd)
    return (isEscaped ? decodeEscapes(written) : written).toLowerCase()
  }

  function readColon(): void {
    if (declaration.property !== '') return
    declaration.property = lastName()
    declaration.target = TARGETS.get(declaration.property) ?? null
  }

  function enter(bracket: string): void {
    if (open.length < DEPTH) open.push(bracket)
  }

  function leave(): void {
    open.pop()
    if (declaration.set !== null && open.length < declaration.set.depth) declaration.set = null
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
    for (const { address, kind } of waiting) found(address, kind)
    if (waiting.length > 0) waiting = []
    if (latest.size > 0) latest.clear()
  }

  function endDeclaration(): void {
    const { target, isRaw, isUncertain, isInvalid, isImportant } = declaration
    const before = target === null ? undefined : latest.get(target)
    const counts = target !== null && (isRaw || !isInvalid) && (isImportant || before?.isImportant !== true)
    // The page keeps the last one alone.
    if (counts) {
      if (before !== undefined) hide(before.found)
      latest.set(target, declaration)
    }
    if (!counts || isUncertain || gone > 0 || holders === 0) hide(declaration.found)
    for (const one of declaration.found) waiting.push(one)
    declaration = newDeclaration()
    if (open.length > 0) open.length = 0
    rule = ''
    nameStart = nameEnd
    isEscaped = false
  }

  function report(address: string): void {
    if (rule === 'namespace' || rule === 'charset' || rule === 'document' || rule === '-moz-document') return
    declaration.found.push({ address, kind: kindHere() })
  }

  function kindHere(): CssKind {
    if (rule === 'import') return 'css-import'
    if (blocks.at(-1) === 'font') return 'css-font'
    if (declaration.set === null) return 'css-image'
    const { isTaken } = declaration.set
    declaration.set.isTaken = true
    return isTaken ? 'srcset' : 'css-image'
  }

  /** A word of a value, outside of all brackets. */
  function readWord(): void {
    const word = lastName()
    const { property } = declaration
    const isImportant = word === 'important'
    declaration.isImportant ||= isImportant
    // In a step of an animation nothing can be important.
    if (isImportant && blocks.at(-2) === 'steps') declaration.isInvalid = true
    if (PICTURE_PROPERTIES.has(property) && !PICTURE_WORDS.test(word)) declaration.isInvalid = true
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
        ? rule === 'import' || declaration.property.startsWith('--')
        : around !== '[' && !WORDS.has(around)
    if (isAddress) report(decodeEscapes(css.slice(at + 1, Math.min(end, length))))
    return end + 1
  }

  /** Moves behind a name. */
  function readName(from: number): number {
    let end = from
    isEscaped = false
    while (end < length) {
      const code = css.charCodeAt(end)
      if (code === BACKSLASH) {
        isEscaped = true
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
    nameStart = from
    nameEnd = end
    return Math.min(end, length)
  }

  function readFunction(): number {
    const called = lastName()
    let start = at + 1
    if (called !== 'url' && called !== 'src') {
      enter(called)
      if (IMAGE_SET.test(called)) declaration.set ??= { depth: open.length, isTaken: false }
      declaration.isRaw ||= RAW.test(called)
      declaration.isUncertain ||= declaration.isRaw || UNKNOWN.test(called)
      if (OTHERS_OWN.test(called)) declaration.isInvalid = true
      return start
    }
    if (called === 'src') declaration.isUncertain = true
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

function hide(references: readonly Found[]): void {
  for (const one of references) if (one.kind === 'css-image') one.kind = 'unshown'
}
