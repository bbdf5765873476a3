import { findWords } from '../../shared/find-words.ts'
import type { SearchWord } from '../../shared/models/search.ts'

/** More marks than this help nobody, and each is painted. */
const MOST_MARKS = 500

/**
 * Marks in `root` the words that it was found by: painted over its text as `::highlight(search)`, so that no node of
 * it changes.
 *
 * @returns a function that takes the marks away.
 */
export function markWords(root: Node, words: readonly SearchWord[]): () => void {
  const page = root.ownerDocument
  const realm = page?.defaultView
  if (!page || !realm || words.length === 0) return () => {}
  const ranges: Range[] = []
  const texts = page.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  while (texts.nextNode() && ranges.length < MOST_MARKS) {
    const { currentNode: node } = texts
    for (const { start, end } of findWords(node.textContent ?? '', words, MOST_MARKS - ranges.length)) {
      const range = page.createRange()
      range.setStart(node, start)
      range.setEnd(node, end)
      ranges.push(range)
    }
  }
  const { highlights } = realm.CSS
  const marks = highlights.get('search') ?? new realm.Highlight()
  for (const range of ranges) marks.add(range)
  highlights.set('search', marks)
  return () => {
    for (const range of ranges) marks.delete(range)
  }
}
