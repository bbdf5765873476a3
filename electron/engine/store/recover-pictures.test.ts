/** What a recovery keeps of pictures: no sender hears of a mail twice because a disk failed. */
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import type { MessageId } from '../../../shared/models/message.ts'
import { addAccount, addFolder, headerRow, ingestedMessage, reference } from '../testing/sample-mail.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { saveIngested } from './bodies.ts'
import { keepCopy } from './keep-copy.ts'
import { mailFiles, openMailFile, PAGE_BYTES } from './mail-file.ts'
import type { Store } from './open-store.ts'
import { openStore } from './open-store.ts'
import { deleteOrphans, listOrphans } from './orphans.ts'
import { insertHeaders } from './placements.ts'
import { mayHaveBeenAsked } from './recovery.ts'
import { listReferences, markFailed, markForgotten } from './references.ts'
import { readSettings } from './settings.ts'
import { sql } from './sql.ts'
import { getPicture, putPicture } from './vault.ts'

vi.setConfig({ testTimeout: 30_000 })

const key = randomBytes(32)
const MAILS = 400
const rows = Array.from({ length: MAILS }, (_, index) => headerRow(index + 1))
const urls = ['loaded', 'failed', 'forgotten', 'new'].map((name) => `https://shop.example/${name}.png`)
const analysed = ingestedMessage({ analysis: { references: urls.map((url) => reference(url)) } })

/** Mails each of which has a picture that is kept, one that failed, one that was forgotten and one that nobody wanted. */
async function fill() {
  const dir = tempDataDir()
  const store = openStore(dir, { key })
  const ids = store.write((db) => {
    const accountId = addAccount(db)
    const folderId = addFolder(db, accountId, 'INBOX', 'inbox')
    for (const id of insertHeaders(db, folderId, rows)) {
      saveIngested(db, id, analysed)
      const [loaded, failed, forgotten] = listReferences(db, id)
      if (!loaded || !failed || !forgotten) throw new Error('no references')
      const picture = { sha256: `picture ${id}`, mediaType: 'image/png', size: 3, readOn: 20_000 }
      putPicture(db, { referenceId: loaded.id, ...picture })
      markFailed(db, failed.id, 'timed-out')
      markForgotten(db, forgotten.id)
    }
    return { accountId, folderId }
  })
  await store.close()
  const files = mailFiles(dir)
  const connection = openMailFile(files.mail, key)
  const pagesOf = (name: string) =>
    connection
      .prepare<[string], number>('SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno')
      .pluck()
      .all(name)
  const pages = { references: pagesOf('asked_references'), settings: pagesOf('settings') }
  keepCopy(connection, files.mail, files.kept, key)
  connection.close()
  return { dir, files, pages, ...ids }
}
type Filled = Awaited<ReturnType<typeof fill>>

function spoil({ files }: Filled, page: number | undefined): void {
  if (page === undefined) throw new Error('no such page')
  const descriptor = openSync(files.mail, 'r+')
  writeSync(descriptor, randomBytes(PAGE_BYTES), 0, PAGE_BYTES, (page - 1) * PAGE_BYTES)
  closeSync(descriptor)
  closeSync(openSync(files.damageSeen, 'w'))
}

/** The server lists its mails again, and their bodies come. */
function fetchAgain(store: Store, { folderId }: Filled, listed = rows): MessageId[] {
  return store.write((db) => {
    const ids = insertHeaders(db, folderId, listed)
    for (const id of ids) saveIngested(db, id, analysed)
    return ids
  })
}

function stateOf(store: Store, id: MessageId): string {
  return listReferences(store.read, id)
    .map(({ state, failure }) => `${state} ${failure}`)
    .join(', ')
}

const AS_BEFORE = 'loaded null, failed timed-out, blocked forgotten, blocked null'
const countOf = (store: Store, state: string, ids: MessageId[]) =>
  ids.filter((id) => stateOf(store, id) === state).length

test('pictures are as they were when their mails have come again, kept ones too', async () => {
  const filled = await fill()
  // A page that holds none of it.
  spoil(filled, filled.pages.settings[0])
  const store = openTempStore(filled.dir, key)
  const ids = fetchAgain(store, filled)
  expect(countOf(store, AS_BEFORE, ids)).toBe(MAILS)
  for (const id of ids) {
    const [loaded] = listReferences(store.read, id)
    expect(loaded && getPicture(store.read, loaded.id)?.sha256).toBe(`picture ${id}`)
    expect(mayHaveBeenAsked(store.read, id)).toBe(false)
  }
  store.write((db) => deleteOrphans(db, listOrphans(db, filled.accountId)))
  expect(store.read.get(sql`SELECT count(*) AS n FROM messages`)).toEqual({ n: MAILS })
  expect(store.read.all(sql`PRAGMA foreign_key_check`)).toEqual([])
})

test('a page that says what was asked takes little along, and no rule asks for what it may have said', async () => {
  const filled = await fill()
  spoil(filled, filled.pages.references[Math.floor(filled.pages.references.length / 2)])
  const store = openTempStore(filled.dir, key)
  const ids = fetchAgain(store, filled)
  const whole = countOf(store, AS_BEFORE, ids)
  expect(whole).toBeGreaterThan(MAILS * 0.8)
  expect(whole).toBeLessThan(MAILS)
  expect(ids.every((id) => mayHaveBeenAsked(store.read, id))).toBe(true)
  const [later] = fetchAgain(store, filled, [headerRow(9_999, { internalDate: Date.now() + 60_000 })])
  expect(later && mayHaveBeenAsked(store.read, later)).toBe(false)
})

test('where nothing of it can be read, no rule asks for the pictures of any mail that was there', async () => {
  const filled = await fill()
  spoil(filled, 1)
  const store = openTempStore(filled.dir, key)
  const ids = fetchAgain(store, filled)
  expect(countOf(store, 'blocked null, blocked null, blocked null, blocked null', ids)).toBe(MAILS)
  expect(ids.every((id) => mayHaveBeenAsked(store.read, id))).toBe(true)
  // The settings were in the copy.
  expect(readSettings(store.read).proxyUnknown).toBe(false)
})

test('mails that the server does not list any more leave nothing behind', async () => {
  const filled = await fill()
  spoil(filled, filled.pages.settings[0])
  const store = openTempStore(filled.dir, key)
  fetchAgain(store, filled, rows.slice(0, 10))
  store.write((db) => deleteOrphans(db, listOrphans(db, filled.accountId)))
  for (const count of [
    sql`SELECT count(*) AS n FROM messages`,
    sql`SELECT count(*) AS n FROM vault`,
    sql`SELECT count(DISTINCT message_id) AS n FROM asked_references`,
  ])
    expect(store.read.get(count)).toEqual({ n: 10 })
  expect(store.read.get(sql`SELECT count(*) AS n FROM unplaced`)).toEqual({ n: 0 })
})

test('settings that are lost are not taken for none', async () => {
  const filled = await fill()
  rmSync(filled.files.kept)
  spoil(filled, filled.pages.settings[0])
  expect(readSettings(openTempStore(filled.dir, key).read)).toMatchObject({ proxy: null, proxyUnknown: true })
})
