import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { silentLog } from '../log/log.ts'
import { saveSmtp } from '../store/accounts.ts'
import { saveIngested } from '../store/bodies.ts'
import { saveFolderState } from '../store/folders.ts'
import type { Store } from '../store/open-store.ts'
import { insertHeaders } from '../store/placements.ts'
import { readReceiptState } from '../store/receipts-sent.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { createReceipts } from './send-receipt.ts'

const to = 'receipts@shop.example'

/** @param sendMail what comes of handing it over; told how to have the next write fail. */
function start(sendMail: (fillDisk: () => void) => Promise<void>) {
  const store = openTempStore()
  const accountId = store.write((db) => addAccount(db))
  const messageId = store.write((db) => {
    const folderId = addFolder(db, accountId, 'INBOX', 'inbox')
    saveFolderState(db, folderId, { uidValidity: 5, uidNext: null, highestModseq: null })
    const [id] = insertHeaders(db, folderId, [headerRow(1)])
    if (id === undefined) throw new Error('no mail')
    const receipts = [{ header: 'disposition-notification-to', address: to }]
    saveIngested(db, id, ingestedMessage({ analysis: { receipts } }))
    const server = { host: 'smtp.example.org', port: 465, security: 'tls', user: 'layla' } as const
    saveSmtp(db, accountId, { ...server, ownPassword: false })
    return id
  })
  let isFull = false
  let onDisk: unknown
  const fillable: Store = {
    ...store,
    writeSafely(act) {
      const done = store.writeSafely(act)
      onDisk = readReceiptState(store.read, messageId)
      return done
    },
    write(act) {
      const wasFull = isFull
      isFull = false
      if (wasFull) throw new MailError('disk-full')
      return store.write(act)
    },
  }
  let sendings = 0
  const client = {
    usable: true,
    fetchOne: async () => ({ flags: new Set() }),
    messageFlagsAdd: async () => true,
  }
  const receipts = createReceipts({
    ...{ store: fillable, log: silentLog },
    inFolder: (_account, _path, act) => act(client as never, { uidValidity: 5, permanentFlags: null }),
    sendMail() {
      sendings += 1
      expect(onDisk, 'a power cut now must not forget it').toBe('sending')
      return sendMail(() => {
        isFull = true
      })
    },
    changed() {},
  })
  return {
    send: () => receipts.send({ messageId, to, subject: 'Receipt', text: 'Opened.' }),
    state: () => readReceiptState(store.read, messageId),
    sendings: () => sendings,
  }
}

test.each([
  ['nobody knows what went wrong', () => Promise.reject(new Error('something'))],
  ['the server did not confirm', () => Promise.reject(new MailError('maybe-sent'))],
  ['it went, and the disk was full for a moment', async (fillDisk: () => void) => fillDisk()],
])('in doubt, none is sent again: %s', async (_, sendMail) => {
  const receipt = start(sendMail)
  await expect(receipt.send()).rejects.toThrow()
  expect(receipt.state()).toBe('sending')
  await expect(receipt.send()).rejects.toMatchObject({ code: 'maybe-sent' })
  expect(receipt.sendings()).toBe(1)
})

test('what certainly stayed here may be sent', async () => {
  const receipt = start(() => Promise.reject(new MailError('connection-lost')))
  await expect(receipt.send()).rejects.toMatchObject({ code: 'connection-lost' })
  expect(receipt.state()).toBeUndefined()
  await expect(receipt.send()).rejects.toMatchObject({ code: 'connection-lost' })
  expect(receipt.sendings()).toBe(2)
})
