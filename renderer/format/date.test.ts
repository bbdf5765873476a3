import { expect, test } from 'vitest'
import { formatFullDate, formatListDate } from './date.ts'

const now = new Date(2026, 10, 23, 15, 0).getTime()
const at = (...[year, month, day]: [number, number, number]) => new Date(year, month, day, 9, 5).getTime()

test('a list date is as short as it can be understood', () => {
  expect(formatListDate(at(2026, 10, 23), now, 'en-GB')).toBe('9:05')
  expect(formatListDate(at(2026, 10, 22), now, 'en-GB')).toBe('Sun')
  expect(formatListDate(at(2026, 10, 16), now, 'en-GB')).toBe('16 Nov')
  expect(formatListDate(at(2025, 10, 23), now, 'en-GB')).toBe('23/11/2025')
})

test('a mail dated tomorrow is not shown as today', () => {
  expect(formatListDate(at(2026, 10, 24), now, 'en-GB')).toBe('24 Nov')
})

test('Arabic of every region keeps the Gregorian calendar', () => {
  expect(formatFullDate(at(2026, 10, 23), 'ar-SA')).toContain('٢٠٢٦')
})
