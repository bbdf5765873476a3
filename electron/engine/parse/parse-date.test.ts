import { expect, it } from 'vitest'
import { parseDate } from './parse-date.ts'

const iso = (value: string) => {
  const time = parseDate(value)
  return time === null ? null : new Date(time).toISOString()
}

it('reads dates as RFC 5322 writes them, and as RFC 822 did', () => {
  expect(iso('Tue, 3 Jun 2025 10:00:05 +0200')).toBe('2025-06-03T08:00:05.000Z')
  expect(iso('03 Jun 2025 10:00 -0330 (NST)')).toBe('2025-06-03T13:30:00.000Z')
  expect(iso('Fri, 21 Nov 97 09:55:06 EST')).toBe('1997-11-21T14:55:06.000Z')
  expect(iso('Thu,\t13\r\n  Feb\r\n 1969 23:32 (some (one) said) GMT')).toBe('1969-02-13T23:32:00.000Z')
  expect(iso('Fri, 21 Nov 1997 09(comment):   55  :  06 -0600')).toBe('1997-11-21T15:55:06.000Z')
  expect(iso('Wed, 17 September 2025 12:23:35.882 +0000')).toBe('2025-09-17T12:23:35.000Z')
})

it('takes a missing or unknown zone for UTC, not for where this machine stands', () => {
  expect(iso('3 Jun 2025 10:00:00')).toBe('2025-06-03T10:00:00.000Z')
  expect(iso('3 Jun 2025 10:00:00 MESZ')).toBe('2025-06-03T10:00:00.000Z')
})

it('knows no date in what is none', () => {
  for (const value of [
    '',
    'Whenever',
    '<HR>',
    '15 Dec 2010 59:10 -0500',
    '32 Jan 2020 10:00',
    '1 Foo 2020 10:00',
  ]) {
    expect(parseDate(value)).toBeNull()
  }
  for (const unit of ['1 ', '(', '1:', '1 Jan ', ' ']) expect(parseDate(unit.repeat(1_000_000))).toBeNull()
})
