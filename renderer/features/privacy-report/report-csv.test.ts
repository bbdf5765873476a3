import { expect, test } from 'vitest'
import { reportCsv } from './report-csv.ts'

const lineOf = (...cells: (string | number | null)[]) => {
  const bytes = reportCsv([{ title: 'T', columns: [{ name: 'C', kind: 'text' }], rows: [cells] }])
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\r\n')[2]
}

test('Excel is told that it is UTF-8, and tables stand one below the other', () => {
  const columns = [
    { name: 'المرسل', kind: 'text' as const },
    { name: 'n', kind: 'count' as const },
  ]
  const bytes = reportCsv([
    { title: 'تقرير', columns, rows: [['منى', 3]] },
    { title: 'Two', columns, rows: [] },
  ])
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(new TextDecoder().decode(bytes)).toBe(
    '"تقرير"\r\n"المرسل","n"\r\n"منى",3\r\n\r\n"Two"\r\n"المرسل","n"\r\n',
  )
})

test.each([
  '=cmd|"/c calc"!A1',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '  =1',
  '\u202e=1',
  '\ufeff=1',
  '＝1',
  '|calc',
  '\r\n=1',
])('a name that would be a formula is none: %j', (name) => {
  expect(lineOf(name)).toMatch(/^"'/)
})

test('quotes, commas and line breaks of a name stay in its cell', () => {
  expect(lineOf('Shop, "Best"\r\n"x",=1', 2)).toBe('"Shop, ""Best"" ""x"",=1",2')
})

test('shares are short, and what is unknown stays empty', () => {
  expect(lineOf(1 / 3, null, 0)).toBe('0.3333,,0')
})
