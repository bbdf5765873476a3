import { expect, test, vi } from 'vitest'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { saveIngested } from './bodies.ts'
import { insertHeaders } from './placements.ts'
import { sql } from './sql.ts'

test('pieces of the search index are merged after the transactions that made them, not by one of them', async () => {
  const store = openTempStore()
  const pieces = () => store.read.all(sql`SELECT DISTINCT segid FROM message_search_idx`).length
  const ids = store.write((db) => {
    const inbox = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    return insertHeaders(
      db,
      inbox,
      Array.from({ length: 12 }, (_, index) => headerRow(index + 1)),
    )
  })
  const text = Array.from({ length: 5_000 }, (_, n) => `word${n * 7_919}`).join(' ')
  for (const id of ids) store.write((db) => saveIngested(db, id, ingestedMessage({ parsed: { text } })))
  expect(pieces()).toBe(12)
  await vi.waitFor(() => expect(pieces()).toBeLessThan(4))
  const found = store.read.all(sql`SELECT rowid FROM message_search WHERE message_search MATCH ${'word7919'}`)
  expect(found).toHaveLength(12)
})
