import { decodeHTML, decodeHTMLAttribute } from 'entities/decode'
import { nameTable } from './name-table.ts'
import { type MarkupReader, scanMarkup } from './scan-markup.ts'

export interface HtmlText {
  /** What is read on the page, words apart where blocks and cells are, hidden text included. */
  text: string
  /** Alternative texts of its pictures. */
  alternatives: string
}

/** Elements whose beginning or end is no end of a word. */
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
)
/** Elements whose content nobody reads. */
const UNREAD = new Set(['script', 'style', 'title', 'template'])
/** Elements whose content is read as it stands, markup and all. */
const VERBATIM = new Set(['textarea', 'xmp'])
const WANTED = nameTable(['alt'])

/**
 * The words of an HTML document, without building one. For search and the list's preview only: what it makes
 * of broken HTML need not be what the page makes of it.
 * @param most characters of text, after which all is left out
 */
export function readHtmlText(html: string, most: number): HtmlText {
  const reader = new TextReader(html, most)
  scanMarkup(html, reader, 'text')
  return { text: reader.words(), alternatives: reader.alternatives.join(' ') }
}

class TextReader implements MarkupReader {
  readonly wanted = WANTED
  readonly alternatives: string[] = []
  readonly #html: string
  readonly #most: number
  #read = ''
  #unread = ''

  constructor(html: string, most: number) {
    this.#html = html
    this.#most = most
  }

  words(): string {
    return this.#read
  }

  open(name: string, attributes: readonly string[]): void {
    const alt = attributes[1]
    if (!INLINE.has(name)) this.#add(' ')
    if (this.#unread === '' && UNREAD.has(name)) this.#unread = name
    if (name === 'img' && alt !== undefined && alt !== '' && this.#read.length < this.#most)
      this.alternatives.push(alt.includes('&') ? decodeHTMLAttribute(alt) : alt)
  }

  close(name: string): void {
    if (name === this.#unread) this.#unread = ''
    if (!INLINE.has(name)) this.#add(' ')
  }

  text(at: number, end: number): void {
    const piece = this.#html.slice(at, end)
    this.#add(piece.includes('&') ? decodeHTML(piece) : piece)
  }

  blank(): void {
    this.#add(' ')
  }

  raw(name: string, content: string): void {
    if (VERBATIM.has(name)) this.#add(content)
  }

  comment(): void {}

  #add(piece: string): void {
    if (this.#unread === '' && this.#read.length < this.#most) this.#read += piece
  }
}
