import { addLetter, findName, type NameTable, nameTable } from './name-table.ts'

export interface MarkupReader {
  /** Names of attributes that are worth handing over; the others are skipped unread. */
  readonly wanted: NameTable
  /**
   * @param attributes name, value, name, value …; values raw (entities not decoded), the first of equal names.
   * Valid during the call only.
   * @param closed the tag ended in `/>`.
   */
  open(name: string, attributes: readonly string[], closed: boolean, at: number): void
  close(name: string): void
  /** Characters between tags that a reader sees: where they begin and end. */
  text(at: number, end: number): void
  /** Characters between tags that are nothing but white space, and only keep words apart. */
  blank(): void
  /** What an element whose content is not markup holds: style, script, title, xmp … */
  raw(name: string, content: string, at: number): void
  comment(content: string, at: number): void
}

const RAW_ELEMENTS = [
  'style',
  'script',
  'title',
  'textarea',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'plaintext',
]
const COMMON_TAGS = nameTable(
  (
    'a abbr area article aside audio b base bgsound blockquote body br button caption center cite code col colgroup dd del ' +
    'div dl dt em embed figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 head header hr html i iframe image ' +
    'img input label li link main map math meta nav object ol option p param picture pre q s script section select ' +
    'small source span strike strong style sub sup svg table tbody td textarea tfoot th thead title tr track tt u ul ' +
    'video wbr o:p v:fill v:image v:imagedata v:rect v:roundrect v:shape v:textbox w:anchorlock'
  ).split(' '),
)

const BANG = 0x21
const DOUBLE_QUOTE = 0x22
const SINGLE_QUOTE = 0x27
const SLASH = 0x2f
const EQUALS = 0x3d
const GREATER = 0x3e
const QUESTION = 0x3f

const END_OF_COMMENT = /--!?>/g
/** An end tag ends raw text only when white space, `/` or `>` follows its name; nothing ends `plaintext`. */
const END_OF_RAW = new Map(
  RAW_ELEMENTS.map((name) => [name, new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi')]),
)

/**
 * Reads HTML as the tokenizer of the HTML standard (13.2.5) does, which is what Chromium will do with it:
 * attributes without quotes or names, comments that end in `--!>`, tags cut off by the end of the file, raw
 * text. Raw text that never ends is also read as markup: a reference too many is shown to nobody, one too few
 * is a tracker not seen.
 *
 * Linear: every character is passed once, by a search or a loop. Three to four times as fast as a parser that
 * also decodes and balances, and it runs over every message that arrives.
 *
 * @param inForeign how to read `<style>` and its like inside SVG and MathML, where they hold elements for
 * Chromium's tree but text for the scanner that Chromium sends ahead of it to fetch pictures early.
 * @returns whether that made a difference, so that the caller reads again the other way.
 */
export function scanMarkup(html: string, reader: MarkupReader, inForeign: 'elements' | 'text'): boolean {
  return new Scanner(html, reader, inForeign).scan()
}

/**
 * A class, as are the readers it calls: V8 throws the machine code of functions away that no longer exist when it
 * collects garbage, and functions made anew for each mail were compiled anew a hundred times in a first sync.
 */
class Scanner {
  readonly #html: string
  readonly #reader: MarkupReader
  readonly #inForeign: 'elements' | 'text'
  readonly #unclosed = new Set<string>()
  readonly #attributes: string[] = []
  #foreignDepth = 0
  #ambiguous = false
  /** Where the last tag ended. */
  #cursor = 0

  constructor(html: string, reader: MarkupReader, inForeign: 'elements' | 'text') {
    this.#html = html
    this.#reader = reader
    this.#inForeign = inForeign
  }

  scan(): boolean {
    const html = this.#html
    let at = 0
    while (at < html.length) {
      const bracket = html.indexOf('<', at)
      const end = bracket < 0 ? html.length : bracket
      if (end > at) {
        if (hasInk(html, at, end)) this.#reader.text(at, end)
        else this.#reader.blank()
      }
      if (bracket < 0) break
      const next = html.charCodeAt(bracket + 1)
      if (isLetter(next)) at = this.#readTag(bracket)
      else if (next === SLASH) at = this.#readEndTag(bracket)
      else if (next === BANG && html.startsWith('--', bracket + 2)) at = this.#readComment(bracket)
      else if (next === BANG || next === QUESTION) at = this.#behindBracket(bracket + 2)
      else at = bracket + 1
    }
    return this.#ambiguous
  }

  #behindBracket(from: number): number {
    const found = this.#html.indexOf('>', from)
    return found < 0 ? this.#html.length : found + 1
  }

  #readComment(bracket: number): number {
    const html = this.#html
    // <!--> and <!---> are whole comments.
    if (html.startsWith('>', bracket + 4)) return bracket + 5
    if (html.startsWith('->', bracket + 4)) return bracket + 6
    END_OF_COMMENT.lastIndex = bracket + 4
    const found = END_OF_COMMENT.exec(html)
    const behind = found === null ? html.length : END_OF_COMMENT.lastIndex
    this.#reader.comment(html.slice(bracket + 4, found?.index ?? html.length), bracket)
    return behind
  }

  #readEndTag(bracket: number): number {
    if (!isLetter(this.#html.charCodeAt(bracket + 2))) return this.#behindBracket(bracket + 2)
    const name = this.#readTagName(bracket + 2)
    if (this.#foreignDepth > 0 && isForeign(name)) this.#foreignDepth--
    const closed = this.#readAttributes(this.#cursor)
    if (closed < 0) return this.#html.length
    this.#reader.close(name)
    return this.#cursor
  }

  #readTag(bracket: number): number {
    const name = this.#readTagName(bracket + 1)
    const closed = this.#readAttributes(this.#cursor)
    // A tag that the file ends in is not a tag.
    if (closed < 0) return this.#html.length
    this.#reader.open(name, this.#attributes, closed === 1, bracket)
    if (isForeign(name) && closed === 0) this.#foreignDepth++
    return END_OF_RAW.has(name) ? this.#readRaw(name, this.#cursor) : this.#cursor
  }

  #readRaw(name: string, start: number): number {
    const html = this.#html
    if (this.#unclosed.has(name)) return start
    if (this.#foreignDepth > 0) {
      this.#ambiguous = true
      if (this.#inForeign === 'elements') return start
    }
    const pattern = END_OF_RAW.get(name)
    let found = -1
    if (pattern !== undefined && name !== 'plaintext') {
      pattern.lastIndex = start
      found = pattern.exec(html)?.index ?? -1
    }
    if (found >= 0) {
      this.#reader.raw(name, html.slice(start, found), start)
      return found
    }
    this.#unclosed.add(name)
    if (name === 'style') this.#reader.raw(name, html.slice(start), start)
    return start
  }

  /** Lower case; moves the cursor behind it. */
  #readTagName(from: number): string {
    const html = this.#html
    let end = from
    let hash = 0
    for (; end < html.length; end++) {
      const code = html.charCodeAt(end)
      if (endsName(code)) break
      hash = addLetter(hash, code)
    }
    this.#cursor = end
    return findName(COMMON_TAGS, hash, html, from, end) ?? html.slice(from, end).toLowerCase()
  }

  /** Fills the attributes and moves the cursor behind the tag: 1 closed by `/>`, 0 by `>`, -1 cut off. */
  #readAttributes(from: number): -1 | 0 | 1 {
    const html = this.#html
    const { length } = html
    const { wanted } = this.#reader
    const attributes = this.#attributes
    while (attributes.length > 0) attributes.pop()
    let i = from
    for (;;) {
      let slash = false
      let code = 0
      for (; i < length; i++) {
        code = html.charCodeAt(i)
        if (code === SLASH) slash = true
        else if (isSpace(code)) slash = false
        else break
      }
      if (i >= length) return -1
      if (code === GREATER) {
        this.#cursor = i + 1
        return slash ? 1 : 0
      }
      const nameStart = i
      let hash = 0
      do {
        hash = addLetter(hash, code)
        i++
        code = i < length ? html.charCodeAt(i) : GREATER
      } while (!endsName(code) && code !== EQUALS)
      const nameEnd = i
      i = afterSpace(html, i)
      let valueStart = i
      let valueEnd = i
      if (i < length && html.charCodeAt(i) === EQUALS) {
        i = afterSpace(html, i + 1)
        const quote = i < length ? html.charCodeAt(i) : GREATER
        if (quote === DOUBLE_QUOTE || quote === SINGLE_QUOTE) {
          valueStart = i + 1
          valueEnd = html.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", valueStart)
          if (valueEnd < 0) return -1
          i = valueEnd + 1
        } else {
          valueStart = i
          while (i < length && html.charCodeAt(i) !== GREATER && !isSpace(html.charCodeAt(i))) i++
          valueEnd = i
        }
      }
      const name = findName(wanted, hash, html, nameStart, nameEnd)
      if (name !== null && !hasAttribute(attributes, name)) {
        attributes.push(name, html.slice(valueStart, valueEnd))
      }
    }
  }
}

function afterSpace(html: string, from: number): number {
  let i = from
  while (i < html.length && isSpace(html.charCodeAt(i))) i++
  return i
}

function hasAttribute(attributes: readonly string[], name: string): boolean {
  for (let i = 0; i < attributes.length; i += 2) if (attributes[i] === name) return true
  return false
}

function isForeign(name: string): boolean {
  return name === 'svg' || name === 'math'
}

function isLetter(code: number): boolean {
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

function isSpace(code: number): boolean {
  return code <= 0x20 && (code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c)
}

function endsName(code: number): boolean {
  return code <= GREATER && (code === GREATER || code === SLASH || isSpace(code))
}

const BLANK =
  /(?:[\s\u200b-\u200d\u2060\ufeff\u00ad]|\u034f|&(?:nbsp|zwnj|zwj|shy|#160|#8203|#8204|#847);?)*/y

/** Whether a reader would see anything of this text. */
function hasInk(html: string, from: number, to: number): boolean {
  let at = from
  while (at < to && isSpace(html.charCodeAt(at))) at++
  if (at === to) return false
  const code = html.charCodeAt(at)
  if (code !== 0x26 && code < 0x80) return true
  BLANK.lastIndex = at
  const blank = BLANK.exec(html)
  return blank === null || blank.index + blank[0].length < to
}
