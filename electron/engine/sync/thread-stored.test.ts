import { expect, test } from 'vitest'
import { silentLog } from '../log/log.ts'
import { listConversations } from '../store/conversations.ts'
import { insertHeaders } from '../store/placements.ts'
import { sql } from '../store/sql.ts'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { threadStored } from './thread-stored.ts'

/** An inbox of 30 conversations of four mails, as an older Curtain left it. */
function openOldStore() {
  const store = openTempStore()
  const inbox = store.write((db) => {
    const folder = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    const rows = Array.from({ length: 120 }, (_, n) =>
      headerRow(n + 1, n % 4 === 0 ? {} : { inReplyTo: `<${n}@shop.example>` }),
    )
    insertHeaders(db, folder, rows)
    db.run(sql`DELETE FROM threads`)
    db.run(sql`DELETE FROM thread_names`)
    db.run(sql`UPDATE messages SET own_name = NULL, subject_key = NULL, bare_reply = 0`)
    return folder
  })
  const count = () => listConversations(store.read, { folderId: inbox, cursor: null, limit: 500 }).rows.length
  return { store, inbox, count }
}

test('mail of an older version is put into its conversations, and lists are told in the end', async () => {
  const { store, inbox, count } = openOldStore()
  expect(count()).toBe(120)
  const told: unknown[] = []
  const announce = (name: string, payload: unknown) => told.push([name, payload])
  await threadStored({ store, log: silentLog, announce, signal: new AbortController().signal })
  expect(count()).toBe(30)
  expect(told).toEqual([['folder.changed', { folderId: inbox }]])
  await threadStored({ store, log: silentLog, announce, signal: new AbortController().signal })
  expect(told).toHaveLength(1)
})

test('it ends when it is told to, and goes on another time', async () => {
  const { store, count } = openOldStore()
  const stopping = new AbortController()
  const under = threadStored({ store, log: silentLog, announce: () => {}, signal: stopping.signal })
  stopping.abort()
  await under
  expect(count()).toBeGreaterThan(30)
  await threadStored({ store, log: silentLog, announce: () => {}, signal: new AbortController().signal })
  expect(count()).toBe(30)
})
