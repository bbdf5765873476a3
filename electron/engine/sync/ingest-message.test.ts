import { expect, onTestFinished, test, vi } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { type MessageId, messageIdSchema } from '../../../shared/models/message.ts'
import { silentLog } from '../log/log.ts'
import { getMessage, readSource } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import { insertHeaders } from '../store/placements.ts'
import { listReferences } from '../store/references.ts'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { createIngestion } from './ingest-message.ts'
import { createWorkerPool } from './worker-pool.ts'

vi.setConfig({ testTimeout: 30_000 })

function open(around: (store: Store) => Store = (store) => store) {
  const store = openTempStore()
  const ids = store.write((db) => {
    const inbox = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    return insertHeaders(
      db,
      inbox,
      [1, 2, 3, 4].map((uid) => headerRow(uid)),
    )
  })
  const worker = new URL('./ingest-worker.ts', import.meta.url)
  const pool = createWorkerPool({ worker, size: 1, log: silentLog })
  onTestFinished(() => pool.stop())
  const ingestMessage = createIngestion({ store: around(store), pool, log: silentLog })
  const ingest = (messageId: MessageId, text: string, cut = false) =>
    ingestMessage({
      ...{ messageId, cut, recipients: [], urgent: false },
      source: new TextEncoder().encode(text),
    })
  return { store, ids, ingest, pool }
}

const stateOf = (store: Store, id: MessageId | undefined) => id && getMessage(store.read, id)?.bodyState

test('a mail is stored whole with what was read out of it', async () => {
  const { store, ids, ingest } = open()
  const [id] = ids
  if (id === undefined) throw new Error('no message')
  const text = 'Subject: Hello\r\nContent-Type: text/html\r\n\r\n<img src="https://x.example/a.png">'
  await ingest(id, text)
  expect(getMessage(store.read, id)).toMatchObject({ subject: 'Hello', remoteCount: 1, truncated: false })
  expect(new TextDecoder().decode(readSource(store.read, id))).toBe(text)
})

test('what stands in no shown part is stored as such, and keeps its id when it is read again', async () => {
  const { store, ids, ingest } = open()
  const [id] = ids
  if (id === undefined) throw new Error('no message')
  const invitation = [
    ...['X-Image-URL: https://faces.example/a.png', 'Content-Type: text/calendar', ''],
    ...['BEGIN:VEVENT', 'ATTACH:https://files.example/a.pdf', 'URL:https://meet.example/', 'END:VEVENT'],
  ].join('\r\n')
  await ingest(id, invitation)
  const stored = listReferences(store.read, id)
  expect(stored).toMatchObject([
    { part: null, kind: 'header-picture', url: 'https://faces.example/a.png', state: 'blocked' },
    { part: null, kind: 'calendar', url: 'https://files.example/a.pdf', state: 'blocked' },
  ])
  await ingest(id, invitation)
  expect(listReferences(store.read, id)).toEqual(stored)
})

test('a mail of which only the beginning was fetched says so', async () => {
  const { store, ids, ingest } = open()
  const [id] = ids
  if (id === undefined) throw new Error('no message')
  await ingest(id, 'Subject: Long\r\n\r\nThe beginn', true)
  expect(getMessage(store.read, id)).toMatchObject({ truncated: true, bodyState: 'ready' })
})

test('a full disk fails every mail that waits, and stores none by half', async () => {
  const full: (store: Store) => Store = (store) => ({
    ...store,
    write() {
      throw new MailError('disk-full')
    },
  })
  const { store, ids, ingest } = open(full)
  const outcomes = await Promise.allSettled(ids.map((id) => ingest(id, 'Subject: x\r\n\r\ny')))
  expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual(
    Array(4).fill('disk-full'),
  )
  expect(ids.map((id) => stateOf(store, id))).toEqual(Array(4).fill('missing'))
})

test('a mail that was deleted while it was read is no error', async () => {
  const { store, ids, ingest } = open()
  const [id] = ids
  if (id === undefined) throw new Error('no message')
  const nobody = messageIdSchema.parse(4_711)
  await Promise.all([ingest(nobody, 'Subject: gone\r\n\r\n'), ingest(id, 'Subject: here\r\n\r\n')])
  expect(stateOf(store, id)).toBe('ready')
})
