import { markLink } from './mark-links.ts'

/** Not the brackets and full stops around an address; a closing bracket only when one was opened inside. */
const ADDRESS = /\b(?:https?:\/\/|mailto:)[^\s<>"]*[^\s<>"'.,;:!?)\]}]/gi

/** A plain-text part as DOM: every line finds its own direction, addresses become links. */
export function layOutText(text: string, document: Document, links: string[]): HTMLElement {
  const block = document.createElement('div')
  block.className = 'curtain-plain-text'
  let end = 0
  for (const match of text.matchAll(ADDRESS)) {
    block.append(text.slice(end, match.index))
    const link = document.createElement('a')
    link.setAttribute('href', match[0])
    markLink(link, links)
    link.append(match[0])
    block.append(link)
    end = match.index + match[0].length
  }
  block.append(text.slice(end))
  return block
}
