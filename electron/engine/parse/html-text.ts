import { Tokenizer } from 'htmlparser2'

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

/**
 * The words of an HTML document, without building one. For search and the list's preview only: what it makes
 * of broken HTML need not be what the page makes of it.
 * @param most characters of text after which it stops
 */
export function readHtmlText(html: string, most: number): HtmlText {
  const text: string[] = []
  const alternatives: string[] = []
  let length = 0
  let element = ''
  let attribute = ''
  let value = ''
  let unread = ''

  const add = (piece: string): void => {
    if (unread !== '') return
    text.push(piece)
    length += piece.length
    if (length >= most) tokenizer.pause()
  }
  const enter = (name: string): void => {
    if (!INLINE.has(name)) add(' ')
    if (unread === '' && UNREAD.has(name)) unread = name
  }

  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: (start, end) => add(html.slice(start, end)),
      ontextentity: (codePoint) => add(String.fromCodePoint(codePoint)),
      onopentagname: (start, end) => {
        element = html.slice(start, end).toLowerCase()
        enter(element)
      },
      onclosetag: (start, end) => {
        const name = html.slice(start, end).toLowerCase()
        if (name === unread) unread = ''
        if (!INLINE.has(name)) add(' ')
      },
      onattribname: (start, end) => {
        attribute = element === 'img' ? html.slice(start, end).toLowerCase() : ''
        value = ''
      },
      onattribdata: (start, end) => {
        if (attribute === 'alt') value += html.slice(start, end)
      },
      onattribentity: (codePoint) => {
        if (attribute === 'alt') value += String.fromCodePoint(codePoint)
      },
      onattribend: () => {
        if (attribute === 'alt' && value !== '') alternatives.push(value)
      },
      onselfclosingtag: () => {},
      onopentagend: () => {},
      oncdata: () => {},
      oncomment: () => {},
      ondeclaration: () => {},
      onend: () => {},
      onprocessinginstruction: () => {},
    },
  )
  tokenizer.write(html)
  tokenizer.end()
  return { text: text.join(''), alternatives: alternatives.join(' ') }
}
