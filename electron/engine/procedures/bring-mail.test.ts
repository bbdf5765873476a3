import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { AccountId, LargestAttachment } from '../../../shared/models/account.ts'
import type { Attachment, AttachmentId, MessageRow, OpenMessage } from '../../../shared/models/message.ts'
import type { Transfer } from '../../../shared/models/transfer.ts'
import { type Engine, startEngine } from '../engine.ts'
import { silentLog } from '../log/log.ts'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { startFakeImap } from '../testing/fake-imap.ts'
import { tempDataDir } from '../testing/temp-store.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const users = Array.from({ length: 12 }, (_, n) => `user${n}`)
let dovecot: Dovecot
let lastUser = 0
beforeAll(async () => {
  dovecot = await startDovecot({ users: Object.fromEntries(users.map((user) => [user, 'secret'])) })
})
afterAll(() => dovecot.remove())

const BYTES = randomBytes(10_000_000)

function part(type: string, name: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,76}/g) ?? []
  const head = `Content-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"`
  return `${head}\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines.join('\r\n')}`
}

/** A newsletter with a tracker, a large file in its midst and a small one behind it. */
function mailWith(bytes: Buffer): string {
  const parts = [
    'Content-Type: text/html\r\n\r\n<p>Here are the blueprints.</p><img width="1" height="1" src="https://a.list-manage.com/track/open.php?u=1&id=2&e=3">',
    part('application/zip', 'house-plans.zip', bytes),
    part('text/csv', 'small.csv', Buffer.from('a;b\n')),
    'Content-Type: text/plain\r\n\r\nKind regards',
  ]
  const body = parts.map((one) => `--b\r\n${one}\r\n`).join('')
  return `From: Mona <mona@example.org>\r\nTo: reader@example.org\r\nSubject: Plans\r\nMessage-ID: <plans@example.org>\r\nAuthentication-Results: mx.example.org; dkim=pass header.d=example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${body}--b--\r\n`
}

const PLANS = mailWith(BYTES)

/** The way to a server, which counts what comes from it, and can be cut. */
async function openLine(port: number) {
  const line = { port: 0, received: 0, most: Number.POSITIVE_INFINITY }
  const sockets = new Set<Socket>()
  const relay = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (data) => {
      line.received += data.length
      if (line.received > line.most) near.destroy()
      else near.write(data)
    })
    if (line.most <= line.received) near.destroy()
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    relay.close()
  })
  const address = relay.address()
  line.port = typeof address === 'object' && address ? address.port : 0
  return line
}

function open(dataDir = tempDataDir(), exportTo = ''): Engine {
  const engine = startEngine({
    dataDir,
    secrets: { get: async () => 'secret', set: async () => {}, delete: async () => {} },
    log: silentLog,
    ingestWorker: new URL('../sync/ingest-worker.ts', import.meta.url),
    workers: 1,
    pickPaths: async () => [exportTo],
  })
  onTestFinished(() => engine.stop())
  return engine
}

async function addAccount({ handlers }: Engine, port: number, user: string, largest?: LargestAttachment) {
  const server = { host: '127.0.0.1', port, security: 'none', user } as const
  const account = { ...server, address: `${user}@example.org`, displayName: '', password: 'secret' }
  const { id: accountId } = await handlers['account.add'](account)
  if (largest !== undefined) await handlers['account.saveOffline']({ accountId, days: null, largest })
  await handlers['account.sync']({ accountId })
  return accountId
}

async function rowOf({ handlers }: Engine, accountId: AccountId, path = 'INBOX'): Promise<MessageRow> {
  const folder = (await handlers['folder.list']({ accountId })).find((one) => one.path === path)
  if (folder === undefined) throw new Error(`no ${path}`)
  const { rows } = await handlers['message.list']({ folderId: folder.id, cursor: null, limit: 10 })
  if (rows[0] === undefined) throw new Error(`nothing in ${path}`)
  return rows[0]
}

const openMail = async (engine: Engine, accountId: AccountId): Promise<OpenMessage> =>
  engine.handlers['message.open']({ messageId: (await rowOf(engine, accountId)).id })

function plansOf({ attachments }: { attachments: Attachment[] }): Attachment {
  const plans = attachments.find(({ filename }) => filename === 'house-plans.zip')
  if (plans === undefined) throw new Error('no plans')
  return plans
}

/** That the bytes are these: a difference of megabytes would be printed. */
async function expectBytes(engine: Engine, attachmentId: AttachmentId, bytes = BYTES): Promise<void> {
  const got = await engine.handlers['message.attachment']({ attachmentId })
  expect(bytes.equals(got.bytes)).toBe(true)
}

/** An account whose mail has come but for its large attachment. */
async function openSparse() {
  lastUser += 1
  const user = `user${lastUser}`
  dovecot.deliver(user, [PLANS])
  const line = await openLine(dovecot.port)
  const dataDir = tempDataDir()
  const exportTo = mkdtempSync(join(tmpdir(), 'curtain-export-'))
  onTestFinished(() => rmSync(exportTo, { recursive: true }))
  const engine = open(dataDir, exportTo)
  const accountId = await addAccount(engine, line.port, user)
  const message = await openMail(engine, accountId)
  async function elsewhere(act: (client: Awaited<ReturnType<typeof openImap>>) => Promise<unknown>) {
    const at = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const, user, pin: null }
    const client = await openImap(at, 'secret')
    await client.mailboxOpen('INBOX')
    await act(client)
    await client.logout()
  }
  return {
    user,
    line,
    dataDir,
    exportTo,
    engine,
    accountId,
    message,
    elsewhere,
    attachmentId: plansOf(message).id,
  }
}

test('of a mail with a large attachment little comes, and it is judged, found and shown as a whole one', async () => {
  const sparse = await openSparse()
  expect(sparse.line.received).toBeLessThan(200_000)
  dovecot.deliver('user0', [PLANS])
  const engine = open()
  const whole = await openMail(engine, await addAccount(engine, dovecot.port, 'user0', null))

  const here = [sparse.message, whole].map(({ attachments }) =>
    attachments.map(({ filename, mediaType, onServer, inline }) => [filename, mediaType, onServer, inline]),
  )
  expect(here[0]?.map((one) => one[0])).toEqual(['house-plans.zip', 'small.csv'])
  expect(here[0]).toEqual(
    here[1]?.map(([name, type, , inline]) => [name, type, name === 'house-plans.zip', inline]),
  )
  expect(Math.abs(plansOf(sparse.message).size / BYTES.length - 1)).toBeLessThan(0.001)
  const rest = ({ attachments: _, date: __, ...message }: OpenMessage) => message
  expect(rest(sparse.message).trackerCount).toBe(1)
  expect(rest(sparse.message)).toEqual(rest(whole))
  for (const query of ['house-plans', 'blueprints', 'regards', 'has:attachment', 'has:tracker']) {
    const { rows } = await sparse.engine.handlers['message.search']({
      ...{ accountId: sparse.accountId, folderId: null, query, order: 'newest', foundOnServer: [] },
      ...{ cursor: null, limit: 5 },
    })
    expect(rows, query).toHaveLength(1)
  }
})

test('opening a large attachment brings its very bytes, once, and marks nothing as read', async () => {
  const { engine, accountId, line, attachmentId, message } = await openSparse()
  const changed = Promise.withResolvers<void>()
  engine.onEvent((name) => name === 'message.changed' && changed.resolve())
  await expectBytes(engine, attachmentId)
  await changed.promise
  const after = await openMail(engine, accountId)
  expect([plansOf(after).onServer, after.attachments.map(({ id }) => id)]).toEqual([
    false,
    message.attachments.map(({ id }) => id),
  ])
  await engine.handlers['account.sync']({ accountId })
  expect((await rowOf(engine, accountId)).unread).toBe(true)
  line.most = 0
  await expectBytes(engine, attachmentId)
})

test('the source of a mail, and its export, are what the server has, to the last byte', async () => {
  const { engine, message, exportTo } = await openSparse()
  const source = await engine.handlers['message.source']({ messageId: message.id })
  expect(Buffer.from(source).equals(Buffer.from(PLANS))).toBe(true)

  const other = await openSparse()
  const ended = Promise.withResolvers<Transfer>()
  other.engine.onEvent((name, payload) => {
    if (name === 'transfer.state' && (payload as Transfer).stage !== 'running')
      ended.resolve(payload as Transfer)
  })
  const [inbox] = await other.engine.handlers['folder.list']({ accountId: other.accountId })
  if (inbox === undefined) throw new Error('no inbox')
  await other.engine.handlers['transfer.export']({ folderId: inbox.id, format: 'eml', name: 'x' })
  expect(await ended.promise).toMatchObject({ stage: 'done', mails: 1, refused: 0 })
  const [file = ''] = readdirSync(other.exportTo)
  expect(readFileSync(join(other.exportTo, file)).equals(Buffer.from(PLANS))).toBe(true)
  expect(readdirSync(exportTo)).toEqual([])
})

test('without a server an attachment that is on it says so, and what has come of it stays through a restart', async () => {
  const { engine, line, dataDir, accountId, attachmentId } = await openSparse()
  line.most = line.received + 5_000_000
  await expect(engine.handlers['message.attachment']({ attachmentId })).rejects.toMatchObject({
    code: 'connection-lost',
  })
  await engine.stop()
  line.most = 0
  const again = open(dataDir)
  await expect(again.handlers['message.attachment']({ attachmentId })).rejects.toMatchObject({
    code: 'connection-lost',
  })
  expect(plansOf(await openMail(again, accountId))).toMatchObject({ id: attachmentId, onServer: true })
  line.most = Number.POSITIVE_INFINITY
  line.received = 0
  await expectBytes(again, attachmentId)
  expect(line.received).toBeLessThan(BYTES.length * (78 / 57) - 3_000_000)
})

test('an attachment is found where another program has just put its mail, and in a folder made anew', async () => {
  const moved = await openSparse()
  await moved.elsewhere((client) => client.messageMove('1', 'Archive', { uid: true }))
  await expectBytes(moved.engine, moved.attachmentId)

  const renewed = await openSparse()
  dovecot.renewUidValidity(renewed.user)
  await expectBytes(renewed.engine, renewed.attachmentId)
})

test('an attachment of a mail that another program has deleted is said to be gone', async () => {
  const { engine, attachmentId, elsewhere } = await openSparse()
  await elsewhere((client) => client.messageDelete('1', { uid: true }))
  await expect(engine.handlers['message.attachment']({ attachmentId })).rejects.toMatchObject({
    code: 'message-unavailable',
  })
})

test('an old mail that is not kept here comes without its large attachment when it is opened', async () => {
  const engine = open()
  const line = await openLine(dovecot.port)
  const accountId = await addAccount(engine, line.port, 'user10')
  await engine.handlers['account.saveOffline']({ accountId, days: 30, largest: 5 })
  dovecot.deliver('user10', [PLANS])
  const folder = join(dovecot.maildir('user10'), 'new')
  // A Maildir's time of receipt is the file's.
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1_500_000_000, 1_500_000_000)
  await engine.handlers['account.sync']({ accountId })
  await expect
    .poll(async () => rowOf(engine, accountId).catch(() => null))
    .toMatchObject({ bodyState: 'missing' })
  const message = await openMail(engine, accountId)
  expect([message.trackerCount, plansOf(message).onServer]).toEqual([1, true])
  expect(line.received).toBeLessThan(200_000)
  await expectBytes(engine, plansOf(message).id)
})

test('who wants all attachments here has them after the next sync, without a server', async () => {
  const { engine, accountId, attachmentId, line } = await openSparse()
  await engine.handlers['account.saveOffline']({ accountId, days: null, largest: null })
  await engine.handlers['account.sync']({ accountId })
  await expect
    .poll(async () => plansOf(await openMail(engine, accountId)).onServer, { timeout: 30_000 })
    .toBe(false)
  line.most = 0
  await expectBytes(engine, attachmentId)
})

test('a mail that is larger than any that is fetched whole is read, and its attachments open one by one', async () => {
  const lines = (letter: string) => `${letter.repeat(98)}\r\n`.repeat(600_000)
  const file = (name: string) =>
    `--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=${name}\r\n\r\n`
  const text = '--b\r\nContent-Type: text/plain\r\n\r\nWords\r\n'
  const body = `${file('one.bin')}${lines('1')}\r\n${file('two.bin')}${lines('2')}\r\n${text}--b--\r\n`
  dovecot.deliver('user0', [`Subject: Huge\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${body}`])
  const engine = open()
  const accountId = await addAccount(engine, dovecot.port, 'user0', null)
  const message = await openMail(engine, accountId)
  expect(message).toMatchObject({ subject: 'Huge', truncated: false, parts: [{ content: 'Words' }] })
  const two = message.attachments.find(({ filename }) => filename === 'two.bin')
  if (two === undefined) throw new Error('no two.bin')
  await expectBytes(engine, two.id, Buffer.from(lines('2')))
  await expect(engine.handlers['message.source']({ messageId: message.id })).rejects.toMatchObject({
    code: 'message-too-large',
  })
})

test('a server that is wrong about its parts hands out the mail whole', async () => {
  const leaf = (kind: string, bytes: number) => `(${kind} NIL NIL NIL "7bit" ${bytes} NIL NIL NIL)`
  const structure = `(${leaf('"text" "html"', 9)}${leaf('"application" "zip"', 12_000_000)}${leaf('"text" "csv"', 5)}${leaf('"text" "plain"', 3)} "mixed")`
  const fake = await startFakeImap([{ uid: 1, source: PLANS, structure }])
  const engine = open()
  const message = await openMail(engine, await addAccount(engine, fake.port, 'reader'))
  expect(message.attachments.map(({ onServer }) => onServer)).toEqual([false, false])
  await expectBytes(engine, plansOf(message).id)
})

test('no more than before is asked of the server for ordinary mail', async () => {
  const fake = await startFakeImap([{ uid: 1, source: 'Subject: Small\r\n\r\nText' }])
  const engine = open()
  await addAccount(engine, fake.port, 'reader')
  const asked = fake.heard.filter((line) => line.includes('FETCH'))
  expect(asked.filter((line) => line.includes('BODYSTRUCTURE'))).toHaveLength(1)
  expect(asked.filter((line) => line.includes('BODY.PEEK['))).toEqual([
    expect.stringMatching(/UID FETCH 1 \(UID BODY\.PEEK\[\]\)$/),
  ])
})
