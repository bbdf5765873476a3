import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { Transfer } from '../../../shared/models/transfer.ts'
import { startEngine } from '../engine.ts'
import { silentLog } from '../log/log.ts'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { readServerFolder } from '../testing/mailbox-on-server.ts'
import { openMailFiles } from '../transfer/read-files.ts'
import { toMbox } from '../transfer/write-mbox.ts'

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({
    users: {
      layla: 'secret',
      omar: 'secret',
      zoe: 'secret',
      mona: 'secret',
      nora: 'secret',
      noor: 'secret',
      lina: 'secret',
    },
  })
}, 60_000)
afterAll(() => dovecot.remove())

const SENT = Date.UTC(2024, 4, 6, 7, 8, 9)
const source = (n: number, body = `Mail ${n}\r\nFrom here on\r\n`) =>
  `From: Mona <mona@example.org>\r\nSubject: Figs ${n}\r\nMessage-ID: <${n}@example.org>\r\n\r\n${body}`
const boxOf = (...numbers: number[]) =>
  Buffer.concat(
    numbers.map((n) =>
      toMbox({ source: Buffer.from(source(n)), receivedAt: SENT + n * 1_000, flags: ['\\Seen'] }, 'mboxrd'),
    ),
  )

function makeDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'curtain-transfer-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** An engine with one account, whose user chooses what lies in `chosen`. */
async function openMailbox(user: string, dir = makeDir()) {
  const chosen: string[] = []
  const engine = startEngine({
    dataDir: join(dir, 'data'),
    secrets: { get: async () => 'secret', set: async () => {}, delete: async () => {} },
    log: silentLog,
    ingestWorker: new URL('../sync/ingest-worker.ts', import.meta.url),
    workers: 1,
    pickPaths: async () => chosen,
  })
  onTestFinished(() => engine.stop())
  const { handlers } = engine
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none', user } as const
  const draft = { ...server, address: `${user}@example.org`, displayName: '', password: 'secret' }
  const { id } = (await handlers['account.list']())[0] ?? (await handlers['account.add'](draft))
  await handlers['account.sync']({ accountId: id })
  const folder = (await handlers['folder.list']({ accountId: id })).find(({ path }) => path === 'Archive')
  if (folder === undefined) throw new Error('no archive')

  async function ended(begin: Promise<{ begun: boolean }> | { begun: boolean }): Promise<Transfer> {
    const stop = Promise.withResolvers<Transfer>()
    const end = engine.onEvent((name, payload) => {
      if (name === 'transfer.state' && (payload as Transfer).stage !== 'running')
        stop.resolve(payload as Transfer)
    })
    expect(await begin).toEqual({ begun: true })
    const last = await stop.promise
    end()
    await handlers['account.sync']({ accountId: id })
    return last
  }
  const rows = async () =>
    (await handlers['message.list']({ folderId: folder.id, threaded: false, cursor: null, limit: 100 })).rows
  return { dir, chosen, handlers, folderId: folder.id, ended, rows, engine }
}

test('an mbox comes into the folder with dates and flags, and what is there already does not come twice', {
  timeout: 60_000,
}, async () => {
  const { dir, chosen, handlers, folderId, ended, rows } = await openMailbox('layla')
  writeFileSync(join(dir, 'box'), boxOf(1, 2, 3))
  chosen.push(join(dir, 'box'))
  const first = await ended(handlers['transfer.import']({ folderId, from: 'files' }))
  expect(first).toMatchObject({ stage: 'done', mails: 3, known: 0, refused: 0, failure: null })
  expect(first.done).toBe(first.total)
  expect((await rows()).map(({ subject, unread, date }) => [subject, unread, date])).toEqual(
    [3, 2, 1].map((n) => [`Figs ${n}`, false, SENT + n * 1_000]),
  )
  writeFileSync(join(dir, 'box'), boxOf(2, 3, 4))
  const second = await ended(handlers['transfer.import']({ folderId, from: 'files' }))
  expect(second).toMatchObject({ stage: 'done', mails: 1, known: 2 })
  expect(await rows()).toHaveLength(4)
})

test('what has no Message-ID does not come twice either, though the program ended amid its import', {
  timeout: 60_000,
}, async () => {
  const { dir, chosen, handlers, folderId, engine } = await openMailbox('nora')
  const box = Array.from({ length: 40 }, (_, n) => {
    // In pairs of the same size and second.
    const receivedAt = SENT + (n >> 1) * 1_000
    const mail = source(n + 10).replace(/Message-ID: .*\r\n/, '')
    return toMbox({ source: Buffer.from(mail), receivedAt, flags: [] }, 'mboxrd')
  })
  writeFileSync(join(dir, 'box'), Buffer.concat(box))
  chosen.push(join(dir, 'box'))
  const some = Promise.withResolvers<void>()
  engine.onEvent((name, payload) => {
    if (name === 'transfer.state' && (payload as Transfer).mails >= 10) some.resolve()
  })
  await handlers['transfer.import']({ folderId, from: 'files' })
  await some.promise
  await engine.stop()

  const again = await openMailbox('nora', dir)
  again.chosen.push(join(dir, 'box'))
  const second = await again.ended(again.handlers['transfer.import']({ folderId, from: 'files' }))
  expect(second).toMatchObject({ stage: 'done', refused: 0 })
  expect([second.mails + second.known, second.known >= 10]).toEqual([40, true])
  const waiting = async () => (await again.handlers['operation.list']()).waiting
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
  const subjects = Array.from({ length: 40 }, (_, n) => `Figs ${n + 10}`)
  expect((await again.rows()).map(({ subject }) => subject).toSorted()).toEqual(subjects)
  const client = await openImap(
    { host: '127.0.0.1', port: dovecot.port, security: 'none', user: 'nora' },
    'secret',
  )
  onTestFinished(() => client.close())
  expect((await readServerFolder(client, 'Archive')).toSorted()).toEqual(subjects)
})

test('mails that only share a Message-ID are not taken for one', { timeout: 60_000 }, async () => {
  const { dir, chosen, handlers, folderId, ended, rows } = await openMailbox('lina')
  const post = source(1, 'What I sent to the list\r\n')
  const back = `List-Id: <figs.example.org>\r\n${source(1, 'What I sent to the list\r\n-- \r\nthe list\r\n')}`
  const forged = source(1).replace('mona@', 'mallory@')
  const box = [post, back, forged, post].map((one) =>
    toMbox({ source: Buffer.from(one), receivedAt: SENT, flags: [] }, 'mboxrd'),
  )
  writeFileSync(join(dir, 'box'), Buffer.concat(box))
  chosen.push(join(dir, 'box'))
  const importing = () => ended(handlers['transfer.import']({ folderId, from: 'files' }))
  expect(await importing()).toMatchObject({ mails: 3, known: 1 })
  expect(await rows()).toHaveLength(3)
  expect(await importing()).toMatchObject({ mails: 0, known: 4 })
})

test('a Maildir and a folder of files come in too', { timeout: 60_000 }, async () => {
  const { dir, chosen, handlers, folderId, ended, rows } = await openMailbox('omar')
  const maildir = join(dir, 'maildir')
  for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, name), { recursive: true })
  writeFileSync(join(maildir, 'cur', '1.a:2,FS'), source(1).replaceAll('\r\n', '\n'))
  writeFileSync(join(maildir, 'cur', '2.a:2,ST'), source(2))
  writeFileSync(join(maildir, 'new', '3.a'), source(3))
  writeFileSync(join(maildir, 'tmp', '4.a'), source(4))
  chosen.push(maildir)
  expect(await ended(handlers['transfer.import']({ folderId, from: 'folder' }))).toMatchObject({ mails: 2 })
  const loose = join(dir, 'loose')
  mkdirSync(loose)
  writeFileSync(join(loose, 'five.eml'), `Date: Mon, 6 May 2024 07:08:09 +0000\r\n${source(5)}`)
  writeFileSync(join(loose, 'box.mbox'), boxOf(6))
  writeFileSync(join(loose, 'empty.eml'), '')
  writeFileSync(join(loose, 'notes.txt'), source(7))
  chosen.splice(0, 1, loose)
  expect(await ended(handlers['transfer.import']({ folderId, from: 'folder' }))).toMatchObject({
    mails: 2,
    refused: 1,
  })
  const found = new Map((await rows()).map((row) => [row.subject, row]))
  expect([...found.keys()].toSorted()).toEqual(['Figs 1', 'Figs 3', 'Figs 5', 'Figs 6'])
  expect(found.get('Figs 1')).toMatchObject({ unread: false, flagged: true })
  expect(found.get('Figs 3')).toMatchObject({ unread: true, flagged: false })
  expect(found.get('Figs 5')?.date).toBe(SENT)
})

test('what is exported in any format comes in again, byte for byte', { timeout: 60_000 }, async () => {
  const { dir, chosen, handlers, folderId, ended, rows } = await openMailbox('zoe')
  const sources = [source(1), source(2, 'عُروض\r\n> From me\r\n'), source(3, '\r\n')]
  dovecot.deliver('zoe', sources, 'Archive')
  const [account] = await handlers['account.list']()
  if (account) await handlers['account.sync']({ accountId: account.id })
  expect(await rows()).toHaveLength(3)
  for (const format of ['eml', 'maildir', 'mboxrd', 'mboxo', 'mboxcl', 'mboxcl2'] as const) {
    const path = join(dir, format)
    chosen.splice(0, 1, path)
    const done = await ended(handlers['transfer.export']({ folderId, format, name: 'Archive' }))
    expect(done, format).toMatchObject({ stage: 'done', done: 3, mails: 3, refused: 0 })
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([])
    const read: string[] = []
    const files = await openMailFiles([path], 1_000_000)
    for await (const mail of files.mails(() => {})) read.push(String(mail?.source))
    expect(read.toSorted(), format).toEqual(sources.toSorted())
  }
  expect(
    readdirSync(join(dir, 'eml'))
      .toSorted()
      .map((name) => name.slice(11)),
  ).toEqual(['Figs 1.eml', 'Figs 2.eml', 'Figs 3.eml'])
})

test('an export that is cancelled leaves nothing, and one into a folder replaces nothing', {
  timeout: 60_000,
}, async () => {
  const { dir, chosen, handlers, folderId, ended } = await openMailbox('noor')
  dovecot.deliver(
    'noor',
    Array.from({ length: 300 }, (_, n) => source(n)),
    'Archive',
  )
  const [account] = await handlers['account.list']()
  if (account) await handlers['account.sync']({ accountId: account.id })
  const there = join(dir, 'there')
  mkdirSync(there)
  const mine = `${new Date().toISOString().slice(0, 10)} Figs 7.eml`
  writeFileSync(join(there, mine), 'mine')
  for (const [format, path] of [
    ['eml', there],
    ['eml', join(dir, 'new', 'folder')],
    ['maildir', join(dir, 'maildir')],
    ['mboxrd', join(dir, 'box')],
  ] as const) {
    chosen.splice(0, 1, path)
    const end = ended(handlers['transfer.export']({ folderId, format, name: 'x' }))
    await vi.waitUntil(async () => ((await handlers['transfer.state']())?.mails ?? 0) > 0, { interval: 0 })
    await handlers['transfer.cancel']()
    expect(await end).toMatchObject({ stage: 'cancelled' })
  }
  expect(readdirSync(dir).toSorted()).toEqual(['data', 'there'])
  expect(readdirSync(there)).toEqual([mine])
  chosen.splice(0, 1, there)
  await ended(handlers['transfer.export']({ folderId, format: 'eml', name: 'x' }))
  expect(readdirSync(there)).toHaveLength(301)
  expect(readFileSync(join(there, mine), 'utf8')).toBe('mine')
})

test('one file that can not be read keeps none of the others from coming', async () => {
  const dir = makeDir()
  writeFileSync(join(dir, 'a.eml'), source(1))
  symlinkSync(join(dir, 'nowhere'), join(dir, 'b.eml'))
  mkdirSync(join(dir, 'c.eml'))
  const files = await openMailFiles([dir, join(dir, 'a.eml')], 1_000_000)
  rmSync(join(dir, 'a.eml'))
  const found: unknown[] = []
  for await (const mail of files.mails(() => {})) found.push(mail)
  expect(found).toEqual([null, null])
})

test('what can not be read fails in words, and loses nothing', { timeout: 60_000 }, async () => {
  const { dir, chosen, handlers, folderId, ended, rows } = await openMailbox('mona')
  expect(await handlers['transfer.import']({ folderId, from: 'files' })).toEqual({ begun: false })
  chosen.push(join(dir, 'nowhere'))
  expect(await ended(handlers['transfer.import']({ folderId, from: 'files' }))).toMatchObject({
    stage: 'failed',
    failure: { code: 'not-found' },
  })
  writeFileSync(join(dir, 'box'), boxOf(...Array.from({ length: 120 }, (_, n) => n)))
  chosen.splice(0, 1, join(dir, 'box'))
  const cancelled = ended(handlers['transfer.import']({ folderId, from: 'files' }))
  await expect(async () => handlers['transfer.import']({ folderId, from: 'files' })).rejects.toMatchObject({
    code: 'bad-request',
  })
  handlers['transfer.cancel']()
  const { mails, ...rest } = await cancelled
  expect(rest.stage).toBe('cancelled')
  expect(await rows()).toHaveLength(Math.min(100, mails))
  const again = await ended(handlers['transfer.import']({ folderId, from: 'files' }))
  expect(again).toMatchObject({ stage: 'done', mails: 120 - mails, known: mails })
  chosen.splice(0, 1, join(dir, 'box', 'below a file'))
  expect(await ended(handlers['transfer.export']({ folderId, format: 'maildir', name: 'x' }))).toMatchObject({
    stage: 'failed',
  })
})
