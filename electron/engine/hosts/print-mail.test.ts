import { expect, test } from 'vitest'
import { formatBadge, printable } from './print-mail.ts'

test('a sender can’t drive the terminal', () => {
  const clear = '\u001b[2J\u009b31m'
  const turned = 'invoice\u202efdp.exe'
  expect(printable(`Sale${clear}\r\nnow ${turned}`)).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})

test('Arabic and emoji are printed as they are', () => {
  expect(printable('عرض اليوم 🎁')).toBe('عرض اليوم 🎁')
})

test('a badge names what would be loaded, and nothing where nothing would', () => {
  const row = { trackerCount: 2, suspectCount: 1, remoteCount: 4, services: ['Mailchimp', 'Litmus'] }
  expect(formatBadge(row)).toBe('2 trackers: Mailchimp, Litmus; 1 suspect; 4 remote')
  expect(formatBadge({ trackerCount: 0, suspectCount: 0, remoteCount: 0, services: [] })).toBe('')
})
