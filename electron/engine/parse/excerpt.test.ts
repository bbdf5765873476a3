import { expect, test } from 'vitest'
import { makeExcerpt } from './excerpt.ts'

const words = [{ text: 'figs', begins: false }]

test('the line begins some words before the one that was looked for', () => {
  const text = `${'plums '.repeat(100)}and then\nfigs, at last, ${'pears '.repeat(100)}`
  const line = makeExcerpt(text, words)
  expect(line).toMatch(/^… plums .*and then figs, at last, pears/)
  expect(line?.length).toBeLessThan(230)
})

test('a word at the beginning has nothing before it, and one without blanks around it stands first', () => {
  expect(makeExcerpt('figs are early', words)).toBe('figs are early')
  expect(makeExcerpt(`${'.'.repeat(500)}figs`, words)).toBe('… figs')
})

test('text that says none of the words has no excerpt', () => {
  expect(makeExcerpt('plums', words)).toBeNull()
})
