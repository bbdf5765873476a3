import { randomBytes } from 'node:crypto'
import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { tempDataDir } from '../testing/temp-store.ts'
import { checkInThread } from './check-thread.ts'
import { mailFiles } from './mail-file.ts'
import { openStore } from './open-store.ts'
import { insertHeaders } from './placements.ts'

async function filled(key: Uint8Array | null) {
  const dir = tempDataDir()
  const store = openStore(dir, { key })
  store.write((db) => {
    const rows = Array.from({ length: 1_000 }, (_, index) => headerRow(index + 1))
    insertHeaders(db, addFolder(db, addAccount(db), 'INBOX', 'inbox'), rows)
  })
  await store.close()
  return mailFiles(dir).mail
}

function check(file: string, key: Uint8Array | null): Promise<boolean> {
  return new Promise((resolve) => onTestFinished(checkInThread(file, key, resolve) as () => Promise<void>))
}

test.each([
  ['encrypted', randomBytes(32)],
  ['plain', null],
])('an %s database is found sound until one of its pages is not', async (_name, key) => {
  const file = await filled(key)
  expect(await check(file, key)).toBe(true)
  const descriptor = openSync(file, 'r+')
  const middle = Math.floor(statSync(file).size / 8_192) * 4_096
  writeSync(descriptor, randomBytes(4_096), 0, 4_096, middle)
  closeSync(descriptor)
  expect(await check(file, key)).toBe(false)
})
