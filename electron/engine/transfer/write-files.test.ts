import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWriter } from './write-files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'curtain-files-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const mail = (n: number) => ({
  source: Buffer.from(`Subject: x\r\n\r\nbody ${n}\r\n`),
  receivedAt: Date.UTC(2026, 10, 3, 9, 5, n),
  flags: ['\\Seen'],
})

test('a Maildir export replaces nothing of one before it, and takes nothing of it away when it is cancelled', async () => {
  for (const count of [1, 2]) {
    const writer = await openWriter('maildir', folder)
    await writer.write(mail(1), 'x')
    await writer.close()
    expect(readdirSync(join(folder, 'cur'))).toHaveLength(count)
  }
  const cancelled = await openWriter('maildir', folder)
  await cancelled.write(mail(1), 'x')
  await cancelled.abandon()
  expect(readdirSync(join(folder, 'cur'))).toHaveLength(2)
})

test('a name that is as long as names may be, and the same again, are two files', async () => {
  const writer = await openWriter('eml', folder)
  const subject = '𝗕'.repeat(70)
  for (const n of [1, 1]) await writer.write(mail(n), subject)
  expect(readdirSync(folder)).toHaveLength(2)
})

test('names that some systems take for one are not given twice', async () => {
  const writer = await openWriter('eml', folder)
  for (const form of ['NFC', 'NFD']) await writer.write(mail(1), 'Café'.normalize(form))
  const names = readdirSync(folder).map((name) => name.normalize())
  expect(new Set(names).size).toBe(2)
})
