import { MessageChannel } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'
import { connect } from '../../../shared/connect.ts'
import { engineContract } from '../../../shared/contract.ts'
import { type JudgementState, judgementStateSchema } from '../../../shared/models/judgement.ts'
import { type MessageId, messageIdSchema } from '../../../shared/models/message.ts'
import type { Port } from '../../../shared/port.ts'
import { type Engine, startEngine } from '../engine.ts'
import { silentLog } from '../log/log.ts'
import { PARSER_VERSION } from '../parse/parse-message.ts'
import { saveIngested } from '../store/bodies.ts'
import { getBody, packBody, saveBody } from '../store/body-content.ts'
import type { WritableDatabase } from '../store/database.ts'
import { openStore } from '../store/open-store.ts'
import { insertHeaders } from '../store/placements.ts'
import { listReferences } from '../store/references.ts'
import { countOutdated, listOutdated } from '../store/rejudge.ts'
import { sql } from '../store/sql.ts'
import { putPicture } from '../store/vault.ts'
import { queryPlans } from '../testing/query-plan.ts'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { ANALYSER_VERSION } from '../trackers/analyse-message.ts'
import { deriveMessage } from './derive-message.ts'

vi.setConfig({ testTimeout: 30_000 })

const current = { parser: PARSER_VERSION, analyser: ANALYSER_VERSION }
const OPEN = 'https://shop.us1.list-manage.com/track/open.php?u=1&id=2&e=3'

function newsletter(subject: string): Uint8Array {
  return new TextEncoder().encode(
    [
      ...[`Subject: ${subject}`, 'Content-Type: multipart/mixed; boundary=b', ''],
      ...['--b', 'Content-Type: text/html', ''],
      `<p>Figs are early</p><img src="https://pictures.example/figs.png"><img src="${OPEN}" width=1 height=1>`,
      ...['--b', 'Content-Type: text/plain', 'Content-Disposition: attachment; filename=a.txt', ''],
      ...['attached', '--b--', ''],
    ].join('\r\n'),
  )
}

/** What an analyser stored that knew no tracker at all. */
function forgetTrackers(db: WritableDatabase): void {
  db.run(sql`UPDATE messages SET analyser_version = 1, tracker_count = 0, services_json = '[]'`)
  for (const { id } of db.all(sql<{ id: MessageId }>`SELECT id FROM messages`)) {
    const { references, ...body } = getBody(db, id)
    const plain = references.map((one) => ({ ...one, verdict: 'plain' as const, service: null, reasons: [] }))
    saveBody(db, id, packBody({ ...body, references: plain }))
  }
}

/** A folder of data with so many mails in it, each received a second after the one before. */
async function storeMails(
  count: number,
  age: (db: WritableDatabase, ids: MessageId[]) => void = forgetTrackers,
): Promise<{ dataDir: string; ids: MessageId[] }> {
  const dataDir = tempDataDir()
  const store = openStore(dataDir)
  const ids = store.write((db) => {
    const inbox = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    const rows = Array.from({ length: count }, (_, n) => headerRow(n + 1))
    const added = insertHeaders(db, inbox, rows)
    for (const [n, id] of added.entries()) saveIngested(db, id, deriveMessage(newsletter(`Mail ${n}`), []))
    age(db, added)
    return added
  })
  await store.close()
  return { dataDir, ids }
}

function start(dataDir: string) {
  const changed: MessageId[] = []
  const states: JudgementState[] = []
  const engine = startEngine({
    dataDir,
    secrets: { get: async () => null, set: async () => {}, delete: async () => {} },
    log: silentLog,
    ingestWorker: new URL('./ingest-worker.ts', import.meta.url),
    workers: 1,
  })
  onTestFinished(() => engine.stop())
  const ended = new Promise<void>((resolve) => {
    engine.onEvent((name, payload) => {
      if (name === 'message.changed' && 'messageId' in payload) changed.push(payload.messageId)
      if (name !== 'judgement.state') return
      const state = judgementStateSchema.parse(payload)
      states.push(state)
      if (state.total === 0) resolve()
    })
  })
  return { engine, changed, states, ended }
}

async function open(engine: Engine, messageId = messageIdSchema.parse(1)) {
  return engine.handlers['message.open']({ messageId })
}

async function after<T>(dataDir: string, engine: Engine, look: (db: WritableDatabase) => T): Promise<T> {
  await engine.stop()
  return openTempStore(dataDir).write(look)
}

test('a newer analyser judges stored mail again without any server, newest first, and tells of each', async () => {
  const { dataDir, ids } = await storeMails(40)
  const { engine, changed, states, ended } = start(dataDir)
  expect(await open(engine)).toMatchObject({ trackerCount: 0, services: [] })
  await ended
  expect(changed).toEqual(ids.toReversed())
  expect(states[0]).toEqual({ done: 0, total: 40 })
  expect(await engine.handlers['judgement.state']()).toEqual({ done: 0, total: 0 })
  const opened = await open(engine)
  expect(opened).toMatchObject({ trackerCount: 1, services: ['Mailchimp'] })
  expect(opened.references.map(({ verdict, service }) => [verdict, service])).toEqual([
    ['plain', null],
    ['tracker', 'Mailchimp'],
  ])
  expect(opened.companies).toMatchObject([{ service: 'Mailchimp', company: 'Intuit' }])
})

test('ids, loaded pictures, attachments and the search index are left as they are', async () => {
  const { dataDir } = await storeMails(1, (db) => {
    forgetTrackers(db)
    const [picture] = listReferences(db, messageIdSchema.parse(1))
    if (picture)
      putPicture(db, { referenceId: picture.id, sha256: 'a', mediaType: 'image/png', size: 1, readOn: 0 })
    // If it came back, it would have been indexed again.
    db.run(sql`DELETE FROM message_search`)
  })
  const { engine, ended } = start(dataDir)
  const before = await open(engine)
  await ended
  const now = await open(engine)
  const keep = ({ id, url, state }: (typeof now.references)[number]) => ({ id, url, state })
  expect(now.references.map(keep)).toEqual(before.references.map(keep))
  expect(now.references[0]?.state).toBe('loaded')
  expect(now.attachments).toEqual(before.attachments)
  expect(await after(dataDir, engine, found)).toEqual([])
})

const found = (db: WritableDatabase) =>
  db.all(sql<{ rowid: number }>`SELECT rowid FROM message_search WHERE message_search MATCH 'figs'`)

test('a newer parser also gives new attachments and new text to search in', async () => {
  const { dataDir } = await storeMails(1, (db) => {
    db.run(sql`UPDATE messages SET parser_version = 0`)
    db.run(sql`DELETE FROM message_search`)
    db.run(sql`DELETE FROM attachments`)
  })
  const { engine, ended } = start(dataDir)
  await ended
  expect((await open(engine)).attachments).toMatchObject([{ filename: 'a.txt' }])
  expect(await after(dataDir, engine, found)).toHaveLength(1)
})

test('stopped in the middle, it goes on at the next start and does no mail twice', async () => {
  const { dataDir, ids } = await storeMails(200)
  const first = start(dataDir)
  await new Promise<void>((resolve) => {
    first.engine.onEvent((name) => name === 'message.changed' && resolve())
  })
  await first.engine.stop()
  expect(first.changed.length).toBeLessThan(200)
  const second = start(dataDir)
  await second.ended
  expect(second.states[0]).toEqual({ done: 0, total: 200 - first.changed.length })
  expect([...first.changed, ...second.changed]).toEqual(ids.toReversed())
})

test('a click is answered while it goes on', async () => {
  const { dataDir, ids } = await storeMails(300)
  const { engine, changed, ended } = start(dataDir)
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port1.close())
  const toPort = (port: typeof port1): Port => ({
    post: (data) => port.postMessage(data),
    listen(receive) {
      port.on('message', receive)
      return () => port.off('message', receive)
    },
  })
  engine.serve(toPort(port1))
  const page = connect(engineContract, toPort(port2))
  await new Promise<void>((resolve) => {
    engine.onEvent((name) => name === 'message.changed' && resolve())
  })
  const [oldest] = ids
  if (oldest === undefined) throw new Error('no message')
  expect(await page.call('message.open', { messageId: oldest })).toMatchObject({ id: oldest })
  expect(changed.length).toBeLessThan(300)
  page.close()
  await ended
})

test('a mail that can not be read again keeps what is known of it, and is not tried for ever', async () => {
  const { dataDir } = await storeMails(3, (db) => {
    db.run(sql`UPDATE messages SET analyser_version = 1`)
    db.run(sql`UPDATE sources SET compressed = ${new Uint8Array([1, 2, 3])} WHERE message_id = 1`)
    db.run(sql`DELETE FROM sources WHERE message_id = 2`)
    // As it was stored when a body did not need its source.
    db.run(
      sql`UPDATE bodies SET packed = ${packBody({ parts: [], links: [], references: [] })} WHERE message_id < 3`,
    )
  })
  const { engine, ended } = start(dataDir)
  await ended
  expect(await open(engine)).toMatchObject({ subject: 'Mail 0', trackerCount: 1, bodyState: 'ready' })
  expect(await after(dataDir, engine, (db) => countOutdated(db, current))).toBe(0)
})

test('mail of the current versions is not even looked at, and old mail is found without looking at it', async () => {
  const { dataDir, ids } = await storeMails(6, (db, [first]) => {
    db.run(sql`UPDATE messages SET parser_version = 0 WHERE id = ${first ?? 0}`)
  })
  const store = openTempStore(dataDir)
  expect(listOutdated(store.read, current, 10).map(({ messageId }) => messageId)).toEqual([ids[0]])
  const plans = queryPlans(store.read, (db) => {
    countOutdated(db, current)
    listOutdated(db, current, 10)
  })
  for (const plan of plans) {
    expect(plan).toEqual([
      expect.stringMatching(/^SEARCH messages USING (COVERING )?INDEX messages_by_versions/),
    ])
  }
})
