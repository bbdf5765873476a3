import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { tempDataDir } from '../testing/temp-store.ts'
import { type CheckOutcome, checkInThread } from './check-thread.ts'
import { mailFiles, PAGE_BYTES } from './mail-file.ts'
import { openStore } from './open-store.ts'
import { insertHeaders } from './placements.ts'
import { checkBegunAt, conclude, wasCheckedLately } from './watch-for-damage.ts'

async function filled(key: Uint8Array | null) {
  const dir = tempDataDir()
  const store = openStore(dir, { key })
  store.write((db) => {
    const rows = Array.from({ length: 1_000 }, (_, index) => headerRow(index + 1))
    insertHeaders(db, addFolder(db, addAccount(db), 'INBOX', 'inbox'), rows)
  })
  await store.close()
  return mailFiles(dir)
}

function check(file: string, key: Uint8Array | null, from = '', budgetMs?: number): Promise<CheckOutcome> {
  return new Promise((resolve) =>
    onTestFinished(checkInThread(file, key, from, resolve, budgetMs) as () => Promise<void>),
  )
}

function spoilMiddle(file: string): void {
  const descriptor = openSync(file, 'r+')
  const middle = Math.floor(statSync(file).size / PAGE_BYTES / 2) * PAGE_BYTES
  writeSync(descriptor, randomBytes(PAGE_BYTES), 0, PAGE_BYTES, middle)
  closeSync(descriptor)
}

test.each([
  ['encrypted', randomBytes(32)],
  ['plain', null],
])('an %s database is found sound until one of its pages is not', async (_name, key) => {
  const { mail } = await filled(key)
  expect(await check(mail, key)).toEqual({ is: 'sound' })
  spoilMiddle(mail)
  expect(await check(mail, key)).toEqual({ is: 'damaged' })
})

/** Each time for no longer than one table takes. */
async function checkInPieces(file: string): Promise<{ outcome: CheckOutcome; pieces: number }> {
  let outcome: CheckOutcome = { is: 'unfinished', next: '' }
  let pieces = 0
  for (; outcome.is === 'unfinished'; pieces += 1) outcome = await check(file, null, outcome.next, -1)
  return { outcome, pieces }
}

test('a check that takes too long goes on where it was, and misses no table', async () => {
  const { mail } = await filled(null)
  const { outcome, pieces } = await checkInPieces(mail)
  expect(outcome).toEqual({ is: 'sound' })
  expect(pieces).toBeGreaterThan(10)
  spoilMiddle(mail)
  expect((await checkInPieces(mail)).outcome).toEqual({ is: 'damaged' })
})

test('a file that could not be read now is not called sound', async () => {
  expect(await check(join(tempDataDir(), 'mail.db'), null, 'bodies')).toEqual({
    is: 'unfinished',
    next: 'bodies',
  })
})

test('the backup stays until the check has come to its end, at whichever start', async () => {
  const files = await filled(null)
  writeFileSync(files.backup, '')
  conclude(files, { is: 'unfinished', next: 'messages' })
  expect(existsSync(files.backup)).toBe(true)
  expect(wasCheckedLately(files)).toBe(false)
  expect(checkBegunAt(files)).toBe('messages')
  conclude(files, { is: 'sound' })
  expect(existsSync(files.backup)).toBe(false)
  expect(wasCheckedLately(files)).toBe(true)
  expect(checkBegunAt(files)).toBeUndefined()
})
