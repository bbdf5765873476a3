import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { MailError, type MailErrorCode } from '../../../shared/errors.ts'
import { saveKeepDays } from '../store/offline.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { startFakeImap } from '../testing/fake-imap.ts'
import { openTestOperations, operateOn, testUsers, withMessageId } from '../testing/test-operations.ts'

vi.setConfig({ testTimeout: 60_000 })

const DAY = 86_400_000
const receivedAt = Date.UTC(2020, 1, 2, 3, 4, 5)
const own = (n: number, id: string | null = `<own${n}@example.org>`) => ({
  source: Buffer.from(
    `From: me@example.org\r\nSubject: Mail ${n}\r\n${id === null ? '' : `Message-ID: ${id}\r\n`}\r\nMine ${n}\r\n`,
  ),
  flags: ['\\Seen'],
  receivedAt,
})

describe.each([
  ['a server that says where it puts mails', {}],
  ['one that does not', { capability: 'IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE SPECIAL-USE' }],
])('%s', (_name, options) => {
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await startDovecot({ users: testUsers, ...options })
  })
  afterAll(() => dovecot.remove())
  const open = () => openTestOperations(dovecot, 1)

  test('a mail from here is shown and kept at once, and on the server once it can be reached', async () => {
    const { operations, folder, goOffline, goOnline, restart, shown, rows, told, onServer, other, session } =
      await open()
    goOffline()
    await operations.append(folder('Sent').id, own(7))
    await restart()
    const [row] = rows('Sent')
    expect(row).toMatchObject({ subject: 'Mail 7', bodyState: 'ready', date: receivedAt, unread: false })
    expect(await onServer('Sent')).toEqual([])
    goOnline()
    await told()
    expect(await onServer('Sent')).toEqual(['Mail 7 \\Seen'])
    const there = await other.fetchOne('1', { internalDate: true })
    expect(there && new Date(there.internalDate ?? 0).getTime()).toBe(receivedAt)
    await session.sync()
    expect([shown('Sent'), rows('Sent')[0]?.id, folder('Sent').total]).toEqual([
      ['Mail 7 \\Seen'],
      row?.id,
      1,
    ])
  })

  test.for<{ code: MailErrorCode; id: string | null; syncs: boolean }>([
    { code: 'connection-lost', id: '<own7@example.org>', syncs: false },
    { code: 'timed-out', id: '<own7@example.org>', syncs: false },
    { code: 'cancelled', id: null, syncs: false },
    { code: 'cancelled', id: null, syncs: true },
  ])(
    'is there once though the answer was lost: $code, $id, sync first: $syncs',
    async ({ code, id, syncs }) => {
      const { operations, folder, line, restart, goOnline, told, onServer, shown, session, other } =
        await open()
      // Of the same size.
      const { source } = own(8, id === null ? null : '<own8@example.org>')
      await other.append('Archive', source, [], new Date(receivedAt))
      await session.sync()
      const lost = Promise.withResolvers<void>()
      line.afterEffect = () => {
        line.afterEffect = () => {}
        lost.resolve()
        throw new MailError(code)
      }
      await operations.append(folder('Archive').id, own(7, id))
      await lost.promise
      if (syncs) await session.sync()
      await restart()
      goOnline()
      await told()
      await session.sync()
      expect(shown('Archive')).toEqual(['Mail 7 \\Seen', 'Mail 8'])
      expect((await onServer('Archive')).sort()).toEqual(['Mail 7 \\Seen', 'Mail 8'])
    },
  )

  test('what the user does to it before it is there is done to it', async () => {
    const { operations, act, folder, goOffline, goOnline, told, onServer, shown, session } = await open()
    goOffline()
    for (const n of [7, 8, 9]) await operations.append(folder('Sent').id, own(n))
    await act([7], { kind: 'flag', flag: 'flagged', on: true }, 'Sent')
    await act([8], { kind: 'archive' }, 'Sent')
    await act([9], { kind: 'delete' }, 'Sent')
    const expected = [['Mail 7 \\Flagged \\Seen'], ['Mail 8 \\Seen']]
    expect([shown('Sent'), shown('Archive')]).toEqual(expected)
    goOnline()
    await told()
    await session.sync()
    expect([shown('Sent'), shown('Archive')]).toEqual(expected)
    expect([await onServer('Sent'), await onServer('Archive')]).toEqual(expected)
  })
})

test('one that the server does not take is told, and is gone when the user gives it up', async () => {
  const mails = [{ uid: 1, source: withMessageId(1) }]
  const fake = await startFakeImap({ INBOX: mails, Sent: [] }, ({ name, tag, send, answer }) => {
    if (name === 'APPEND') send(`${tag} NO [OVERQUOTA] no room\r\n`)
    else answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  const { operations, folder, failed, shown } = await operateOn(server)
  await operations.append(folder('Sent').id, own(7))
  const [refused] = await failed()
  expect(refused).toMatchObject({ act: 'append', subject: 'Mail 7', failure: { code: 'server-refused' } })
  expect(shown('Sent')).toEqual(['Mail 7 \\Seen'])
  if (refused) operations.discard(refused.id)
  expect([shown('Sent'), operations.list().failed]).toEqual([[], 0])

  const room = operations.appendRoom(folder('Sent').id, new AbortController().signal)
  for (let n = 1; n <= 8; n += 1) await operations.append(folder('Sent').id, own(n))
  await expect(room.wait()).rejects.toMatchObject({ code: 'server-refused' })
})

test('one older than what is kept here is kept until the server has it', async () => {
  const dovecot = await startDovecot({ users: testUsers })
  try {
    const { operations, folder, told, rows, session, store, account, goOffline, goOnline } =
      await openTestOperations(dovecot, 0)
    store.write((db) => saveKeepDays(db, account.id, 30))
    goOffline()
    await operations.append(folder('Archive').id, own(7))
    await operations.append(folder('Archive').id, { ...own(8), receivedAt: Date.now() - DAY })
    expect(rows('Archive').map(({ bodyState }) => bodyState)).toEqual(['ready', 'ready'])
    goOnline()
    await told()
    await session.sync()
    expect(rows('Archive').map(({ subject, bodyState }) => [subject, bodyState])).toEqual([
      ['Mail 8', 'ready'],
      ['Mail 7', 'missing'],
    ])
    const old = rows('Archive')[1]
    if (old) await session.openBody(old.id)
    expect(rows('Archive').map(({ bodyState }) => bodyState)).toEqual(['ready', 'ready'])
  } finally {
    await dovecot.remove()
  }
})

test('many wait for the server no longer than need be, and end when it is away or takes none', async () => {
  const dovecot = await startDovecot({ users: testUsers })
  try {
    const { operations, folder, goOffline, goOnline, onServer, told } = await openTestOperations(dovecot, 0)
    const sent = folder('Sent').id
    const room = operations.appendRoom(sent, new AbortController().signal)
    goOffline()
    for (let n = 1; n <= 8; n += 1) await operations.append(sent, own(n))
    let isOver = false
    const ended = expect(room.wait()).rejects.toMatchObject({ code: 'host-not-found' })
    void ended.then(() => {
      isOver = true
    })
    await vi.waitFor(() => {
      operations.resume()
      expect(isOver).toBe(true)
    }, 20_000)
    await ended
    const stopping = new AbortController()
    const stopped = operations.appendRoom(sent, stopping.signal).wait()
    stopping.abort(new MailError('cancelled'))
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    goOnline()
    await room.wait()
    await told()
    expect(await onServer('Sent')).toHaveLength(8)
  } finally {
    await dovecot.remove()
  }
})
