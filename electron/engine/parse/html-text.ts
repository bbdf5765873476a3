import { decodeHTML, decodeHTMLAttribute } from 'entities/decode'
import { nameTable } from './name-table.ts'
import { scanMarkup } from './scan-markup.ts'

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
  let text = ''
  const alternatives: string[] = []
  let unread = ''

  const add = (piece: string): void => {
    if (unread !== '' || text.length >= most) return
    text += piece
  }
  scanMarkup(
    html,
    {
      wanted: WANTED,
      open(name, attributes) {
        const alt = attributes[1]
        if (!INLINE.has(name)) add(' ')
        if (unread === '' && UNREAD.has(name)) unread = name
        if (name === 'img' && alt !== undefined && alt !== '' && text.length < most)
          alternatives.push(alt.includes('&') ? decodeHTMLAttribute(alt) : alt)
      },
      close(name) {
        if (name === unread) unread = ''
        if (!INLINE.has(name)) add(' ')
      },
      text(at, end) {
        const piece = html.slice(at, end)
        add(piece.includes('&') ? decodeHTML(piece) : piece)
      },
      blank: () => add(' '),
      raw(name, content) {
        if (VERBATIM.has(name)) add(content)
      },
      comment() {},
    },
    'text',
  )
  return { text, alternatives: alternatives.join(' ') }
}
