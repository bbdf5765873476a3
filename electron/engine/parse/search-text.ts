import type { BodyPart } from '../../../shared/models/message.ts'
import { readHtmlText } from './html-text.ts'
import { limits } from './limits.ts'
import { missingWords } from './missing-words.ts'
import { makeSnippet } from './snippet.ts'

/** The text of a message for search, and its beginning for the list. */
export function readSearchText(
  parts: readonly BodyPart[],
  alternatives: readonly BodyPart[],
): { text: string; snippet: string } {
  const texts: string[] = []
  const pictures: string[] = []
  let left: number = limits.searchText
  let snippet = ''

  const read = (part: BodyPart): string => {
    if (part.kind === 'text') return part.content.slice(0, left)
    const html = readHtmlText(part.content, left)
    pictures.push(html.alternatives)
    return html.text.slice(0, left)
  }
  for (const part of parts) {
    const text = read(part)
    left -= text.length
    texts.push(text)
    if (snippet === '') snippet = makeSnippet(text)
  }
  const inPictures = pictures.join(' ').slice(0, left)
  left -= inPictures.length
  const shown = [...texts, inPictures].filter((text) => text !== '').join('\n')
  const others = alternatives.map(read).join('\n')
  return {
    text: others === '' ? shown : `${shown}\n${missingWords(shown, others)}`,
    snippet: snippet === '' ? makeSnippet(inPictures) : snippet,
  }
}
