import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadLinkMode, saveLinkMode } from './link-mode.ts'

const file = join(mkdtempSync(join(tmpdir(), 'curtain-link-mode-')), 'links.json')

test('asks about every link until told otherwise, and remembers that', () => {
  expect(loadLinkMode(file)).toBe('always')
  saveLinkMode(file, 'suspicious')
  expect(loadLinkMode(file)).toBe('suspicious')
})

test.each(['', '"never"', '{"mode":"suspicious"}'])('a damaged choice is the careful one: %s', (content) => {
  writeFileSync(file, content)
  expect(loadLinkMode(file)).toBe('always')
})
