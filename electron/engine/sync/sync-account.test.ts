import type { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openImap } from '../network/open-imap.ts'
import { listAccounts } from '../store/accounts.ts'
import { getMessage, readSource } from '../store/messages.ts'
import { saveLargestAttachment } from '../store/offline.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

let dovecot: Dovecot
/** A server without CONDSTORE, ESEARCH and whatever else makes syncing easy. */
let simple: Dovecot
let lastUser = 0
const users = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`user${n}`, 'secret']))

beforeAll(async () => {
  dovecot = await startDovecot({ users })
  simple = await startDovecot({ users, capability: 'IMAP4rev1 UIDPLUS' })
})
afterAll(async () => {
  await dovecot.remove()
  await simple.remove()
})

function mail(n: number, body = `<p>Hello</p><img src="https://t.example/${n}.gif" width="1" height="1">`) {
  return [
    'From: Sender <sender@example.org>',
    'To: reader@example.org',
    `Subject: Mail ${n}`,
    `Message-ID: <${n}@example.org>`,
    'Content-Type: text/html; charset=utf-8',
    '',
    body,
  ].join('\r\n')
}

const mails = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => mail(from + n))

function open(on: Dovecot, onEvent: (name: string) => void = () => {}) {
  lastUser += 1
  const user = `user${lastUser}`
  const server = { host: '127.0.0.1', port: on.port, security: 'none' as const, user }
  const opened = openTestSession(server, { onEvent })
  /** Another client of the same mailbox. */
  async function elsewhere(act: (client: ImapFlow) => Promise<unknown>): Promise<void> {
    const client = await openImap(server, 'secret')
    try {
      await client.mailboxOpen('INBOX')
      await act(client)
    } finally {
      await client.logout()
    }
  }
  const bodies = () => opened.events.filter(([name]) => name === 'message.changed').length
  return { ...opened, user, elsewhere, bodies }
}

test('a first sync brings every folder with its role, every row and every body', async () => {
  const { session, user, folders, rows, store } = open(dovecot)
  dovecot.deliver(user, mails(1, 120))
  dovecot.deliver(user, mails(201, 203), 'Sent')
  await session.sync()
  expect(folders().map(({ path, role, total }) => [path, role, total])).toEqual([
    ['INBOX', 'inbox', 120],
    ['Drafts', 'drafts', 0],
    ['Sent', 'sent', 3],
    ['Archive', 'archive', 0],
    ['Junk', 'junk', 0],
    ['Trash', 'trash', 0],
  ])
  expect(rows()).toHaveLength(120)
  expect(rows().every(({ bodyState, suspectCount }) => bodyState === 'ready' && suspectCount === 1)).toBe(
    true,
  )
  const [newest] = rows()
  if (newest === undefined) throw new Error('no row')
  expect(newest).toMatchObject({ unread: true, from: { name: 'Sender', address: 'sender@example.org' } })
  expect(new TextDecoder().decode(readSource(store.read, newest.id))).toContain(newest.subject)
  expect(session.state()).toMatchObject({ phase: 'idle', failure: null })
})

test('a picture that carries an address somebody only sends from reports its reader', async () => {
  const { session, user, rows } = open(dovecot)
  const sent = mail(1).replace('sender@example.org', 'Alias@other.example')
  dovecot.deliver(user, [sent], 'Sent')
  const carries = (address: string) => `<img src="https://pictures.example/${address}/a.png">`
  dovecot.deliver(user, [
    mail(2, carries('alias@other.example')),
    mail(3, '<img src="https://pictures.example/a.png">'),
  ])
  await session.sync()
  const counts = rows().map(({ subject, trackerCount }) => [subject, trackerCount])
  expect(counts.sort()).toEqual([
    ['Mail 2', 1],
    ['Mail 3', 0],
  ])
})

test('the newest rows are there before the others, and all rows before the first body', async () => {
  const seen: { event: string; subjects: string[]; ready: number }[] = []
  const { session, user, rows } = open(dovecot, (event) => {
    // Before that there is no folder.
    if (event === 'sync.state') return
    const now = rows()
    const ready = now.filter(({ bodyState }) => bodyState === 'ready').length
    seen.push({ event, subjects: now.map(({ subject }) => subject), ready })
  })
  dovecot.deliver(user, mails(1, 200))
  await session.sync()
  const first = seen.find(({ event }) => event === 'folder.changed')
  expect(first?.subjects).toHaveLength(50)
  expect(first?.subjects).toContain('Mail 200')
  expect(first?.subjects).not.toContain('Mail 150')
  expect(seen.find(({ ready }) => ready > 0)?.subjects).toHaveLength(200)
})

for (const [name, server] of [
  ['with CONDSTORE', () => dovecot],
  ['without CONDSTORE', () => simple],
] as const) {
  test(`a second sync fetches only what is new (${name})`, async () => {
    const { session, user, rows, bodies } = open(server())
    server().deliver(user, mails(1, 20))
    await session.sync()
    expect(bodies()).toBe(20)
    server().deliver(user, mails(21, 22))
    await session.sync()
    expect(bodies()).toBe(22)
    expect(
      rows()
        .map(({ subject }) => subject)
        .slice(0, 2)
        .sort(),
    ).toEqual(['Mail 21', 'Mail 22'])
    await session.sync()
    expect(bodies()).toBe(22)
  })

  test(`flags that were changed elsewhere are noticed (${name})`, async () => {
    const { session, user, rows, folder, elsewhere } = open(server())
    server().deliver(user, mails(1, 5))
    await session.sync()
    await elsewhere((client) => client.messageFlagsAdd('1:2', ['\\Seen', '\\Flagged'], { uid: true }))
    await session.sync()
    expect(
      rows()
        .filter(({ unread, flagged }) => !unread && flagged)
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['Mail 1', 'Mail 2'])
    expect(folder('INBOX').unread).toBe(3)
    await elsewhere((client) => client.messageFlagsRemove('1', ['\\Seen'], { uid: true }))
    await session.sync()
    expect(folder('INBOX').unread).toBe(4)
  })

  test(`mails that were deleted elsewhere go, with everything derived from them (${name})`, async () => {
    const { session, user, rows, store, elsewhere } = open(server())
    server().deliver(user, mails(1, 5))
    await session.sync()
    const gone = rows().find(({ subject }) => subject === 'Mail 3')
    if (gone === undefined) throw new Error('no row')
    await elsewhere((client) => client.messageDelete('3', { uid: true }))
    // One comes as one goes: the count alone would not tell.
    server().deliver(user, mails(6, 6))
    await session.sync()
    expect(
      rows()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['Mail 1', 'Mail 2', 'Mail 4', 'Mail 5', 'Mail 6'])
    expect(getMessage(store.read, gone.id)).toBeUndefined()
  })
}

test('a mail that was moved elsewhere is the same mail in its new folder, and is not fetched again', async () => {
  const { session, user, rows, elsewhere, bodies } = open(dovecot)
  dovecot.deliver(user, mails(1, 3))
  await session.sync()
  const before = rows().find(({ subject }) => subject === 'Mail 2')
  await elsewhere((client) => client.messageMove('2', 'Archive', { uid: true }))
  await session.sync()
  expect(rows()).toHaveLength(2)
  expect(rows('Archive')[0]).toMatchObject({ id: before?.id, bodyState: 'ready' })
  expect(bodies()).toBe(3)
})

test('a folder that was made anew (UIDVALIDITY) keeps what is the same mail and drops what is not', async () => {
  const { session, user, rows, elsewhere } = open(dovecot)
  dovecot.deliver(user, mails(1, 3), 'Lists')
  await session.sync()
  expect(rows('Lists')).toHaveLength(3)
  await elsewhere(async (client) => {
    await client.mailboxDelete('Lists')
    await client.mailboxCreate('Lists')
    await client.append('Lists', mail(7), [])
  })
  await session.sync()
  expect(rows('Lists').map(({ subject }) => subject)).toEqual(['Mail 7'])
  expect(rows('Lists')[0]?.bodyState).toBe('ready')
})

test('folders that were deleted or made elsewhere are noticed', async () => {
  const { session, folders, elsewhere } = open(dovecot)
  await session.sync()
  await elsewhere((client) => client.mailboxCreate('Reisen/Zürich & Genève'))
  await session.sync()
  expect(folders().map(({ path }) => path)).toContain('Reisen/Zürich & Genève')
  await elsewhere((client) => client.mailboxDelete('Reisen/Zürich & Genève'))
  await session.sync()
  expect(folders().map(({ path }) => path)).not.toContain('Reisen/Zürich & Genève')
})

test('empty, headerless and broken mails are listed and stored like all others', async () => {
  const { session, user, rows } = open(dovecot)
  dovecot.deliver(user, [
    '',
    '\r\n',
    'no header at all',
    'Subject: =?utf-8?B?broken',
    Buffer.from([0, 255, 254]),
  ])
  await session.sync()
  expect(rows().map(({ bodyState }) => bodyState)).toEqual(Array(5).fill('ready'))
})

test('a mail of 50 MB comes in whole for who wants all attachments here', async () => {
  const { session, user, rows, store } = open(dovecot)
  for (const { id } of listAccounts(store.read)) store.write((db) => saveLargestAttachment(db, id, null))
  const head =
    'Subject: Large\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n'
  const body = `${'QUJD'.repeat(19)}\r\n`.repeat(Math.ceil((50 * 1024 * 1024) / 78))
  dovecot.deliver(user, [head + body])
  await session.sync()
  const [row] = rows()
  if (row === undefined) throw new Error('no row')
  expect(row.bodyState).toBe('ready')
  expect(readSource(store.read, row.id)?.byteLength).toBe(head.length + body.length)
})

test('two calls for a sync are one sync', async () => {
  const { session } = open(dovecot)
  expect(session.sync()).toBe(session.sync())
  await session.sync()
})
