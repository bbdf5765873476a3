import { expect, test } from 'vitest'
import { engineContract } from '../../../../shared/contract.ts'
import type { MessageCursor } from '../../../../shared/models/message.ts'
import {
  addAccount,
  addFolder,
  headerRow,
  ingestedMessage,
  pdfAttachment,
} from '../../testing/sample-mail.ts'
import { openTempStore } from '../../testing/temp-store.ts'
import { saveAllIngested } from '../bodies.ts'
import { insertHeaders } from '../placements.ts'
import { findMessages } from './find-messages.ts'

test('a page that ends with a day goes to the page and comes back', () => {
  const store = openTempStore()
  store.write((db) => {
    const inbox = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    // Ten mails a day for 250 days, of which the oldest fits.
    const rows = Array.from({ length: 2_500 }, (_, n) =>
      headerRow(n + 1, { internalDate: 1_700_000_000_000 + n * 8_640_000 }),
    )
    const mails = insertHeaders(db, inbox, rows).map((messageId, n) => ({
      messageId,
      ingested: ingestedMessage({ parsed: { text: 'figs', attachments: n === 0 ? [pdfAttachment] : [] } }),
    }))
    saveAllIngested(db, mails)
  })
  const { input, output } = engineContract.procedures['message.search']
  const scope = { accountId: null, folderId: null, foundOnServer: [], order: 'newest', limit: 100 }
  let found = 0
  for (let cursor: MessageCursor | null = null; ; ) {
    const asked = input.parse({ ...scope, query: 'figs has:attachment', cursor })
    const { rows, next } = output.parse(findMessages(store.read, asked))
    found += rows.length
    if (next === null) break
    cursor = next
  }
  expect(found).toBe(1)
})
