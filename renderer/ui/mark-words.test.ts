import { afterEach, expect, test } from 'vitest'
import { markWords } from './mark-words.ts'

afterEach(() => document.body.replaceChildren())

function show(...texts: string[]): HTMLElement {
  const list = document.createElement('ul')
  for (const text of texts) list.append(Object.assign(document.createElement('li'), { textContent: text }))
  document.body.append(list)
  return list
}

const marked = (page: Document = document) =>
  [...(page.defaultView?.CSS.highlights.get('search') ?? [])].map(String)

test('the words are marked where they stand, and nothing in the page is another than before', () => {
  const list = show('Figs are early', 'plums', 'More figs, and a fig')
  const before = list.innerHTML
  const unmark = markWords(list, [{ text: 'figs', begins: false }])
  expect(marked()).toEqual(['Figs', 'figs'])
  expect(list.innerHTML).toBe(before)
  unmark()
  expect(marked()).toEqual([])
})

test('two places of a page keep their marks apart', () => {
  const unmark = markWords(show('figs'), [{ text: 'figs', begins: false }])
  const unmarkOther = markWords(show('عُروضٌ'), [{ text: 'عروض', begins: false }])
  unmark()
  expect(marked()).toEqual(['عُروضٌ'])
  unmarkOther()
})

test('in a frame the marks are the frame’s', () => {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const inside = frame.contentDocument
  if (inside === null) throw new Error('the frame has no page')
  inside.body.textContent = 'dried figs'
  markWords(inside.body, [{ text: 'fig', begins: true }])
  expect(marked(inside)).toEqual(['figs'])
  expect(marked()).toEqual([])
})

test('a mail that says it ten thousand times is marked five hundred times', () => {
  const unmark = markWords(show('fig '.repeat(10_000)), [{ text: 'fig', begins: false }])
  expect(marked()).toHaveLength(500)
  unmark()
})
