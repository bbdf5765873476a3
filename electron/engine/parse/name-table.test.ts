import { expect, test } from 'vitest'
import { addLetter, findName, nameTable } from './name-table.ts'

const NAMES = ['a', 'b', 'br', 'table', 'o:p', 'h1', 'http-equiv', 'x'.repeat(100)]

function find(text: string, names: readonly string[] = NAMES): string | null {
  const hash = [...text].reduce((sum, letter) => addLetter(sum, letter.charCodeAt(0)), 0)
  return findName(nameTable(names), hash, `<${text}>`, 1, 1 + text.length)
}

test('finds every name in any case', () => {
  for (const name of NAMES) {
    expect(find(name)).toBe(name)
    expect(find(name.toUpperCase())).toBe(name)
  }
})

test('finds nothing else, of the same number or not', () => {
  // The characters beside "-", "1" and ":" that differ in the bit that tells cases apart are no names' letters.
  for (const text of [
    'c',
    'tabl',
    'tables',
    'http\requiv',
    'h\x11',
    'o\x1ap',
    '\u0161',
    '',
    'x'.repeat(99),
  ]) {
    expect(find(text)).toBe(null)
  }
})

test('tells names apart that share a place in the table', () => {
  const names = Array.from({ length: 2_000 }, (_, i) => `n${i.toString(36)}`)
  const table = nameTable(names.slice(0, 1_000))
  for (const [index, name] of names.entries()) {
    const hash = [...name].reduce((sum, letter) => addLetter(sum, letter.charCodeAt(0)), 0)
    expect(findName(table, hash, name, 0, name.length)).toBe(index < 1_000 ? name : null)
  }
})
