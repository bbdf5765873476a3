import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import type { Act } from '../../../shared/models/operation.ts'
import { readFolderState } from '../store/folders.ts'
import { pointAt } from '../store/operations.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { type FakeCommand, startFakeImap } from '../testing/fake-imap.ts'
import { openTestOperations, operateOn, testUsers } from '../testing/test-operations.ts'

vi.setConfig({ testTimeout: 60_000 })

const seen: Act = { kind: 'flag', flag: 'seen', on: true }
const starred: Act = { kind: 'flag', flag: 'flagged', on: true }

const mails = (count: number, first = 1) =>
  Array.from({ length: count }, (_, n) => ({
    uid: first + n,
    source: `Subject: Mail ${first + n}\r\n\r\nText ${first + n}\r\n`,
  }))

async function openFake(misbehave: (command: FakeCommand) => void, count = 2) {
  const fake = await startFakeImap({ INBOX: mails(count), Shared: mails(2, 101), Archive: [] }, misbehave)
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  return { fake, ...(await operateOn(server)) }
}

const isOpening = ({ name, folder }: FakeCommand, path: string) => name === 'SELECT' && folder === path

describe('a folder that can not be opened holds up no other, and that is said in the end', () => {
  const refuse = ({ tag, send }: FakeCommand) => send(`${tag} NO [NOPERM] not for you\r\n`)
  const hangUp = ({ socket }: FakeCommand) => socket.destroy()

  test.for([
    { how: 'refused', misbehave: refuse, at: 'Shared', code: 'server-refused' },
    { how: 'refused, the inbox', misbehave: refuse, at: 'INBOX', code: 'server-refused' },
    { how: 'with the connection lost', misbehave: hangUp, at: 'Shared', code: 'connection-lost' },
  ] as const)('$how', async ({ misbehave, at, code }) => {
    const { act, failed, fake, operations } = await openFake((command) => {
      if (isOpening(command, at)) misbehave(command)
      else command.answer()
    })
    const acts = { INBOX: 1, Shared: 101 }
    const other = at === 'INBOX' ? 'Shared' : 'INBOX'
    await act([acts[at]], seen, at)
    await act([acts[other]], starred, other)
    await vi.waitFor(() => expect(operations.list().first).toHaveLength(1), 10_000)
    expect(fake.heard.filter((line) => line.includes('\\Flagged'))).toHaveLength(1)
    expect(await failed()).toMatchObject([{ act: 'flag', failure: { code } }])
    expect(fake.heard.filter((line) => line.includes('\\Seen)'))).toEqual([])
  })

  test('by a fault of ours', async () => {
    const { act, failed, line, operations } = await openFake(({ answer }) => answer())
    line.beforeOpening = (path) => {
      if (path === 'Shared') throw new TypeError('ours')
    }
    await act([101], seen, 'Shared')
    await act([1], starred)
    await vi.waitFor(() => expect(operations.list().first).toHaveLength(1), 10_000)
    expect(await failed()).toMatchObject([{ act: 'flag', failure: { code: 'internal' } }])
  })

  test('where the mail may be already', async () => {
    let hasMoved = false
    const { act, failed, fake, folder, operations } = await openFake((command) => {
      if (hasMoved && isOpening(command, 'Archive')) return refuse(command)
      if (command.name !== 'UID COPY') return command.answer()
      hasMoved = true
      command.socket.destroy()
    })
    await act([1], { kind: 'move', to: folder('Archive').id })
    await vi.waitFor(() => expect(hasMoved).toBe(true), 10_000)
    await act([2], starred)
    operations.resume()
    await vi.waitFor(() => expect(operations.list().first).toHaveLength(1), 10_000)
    expect(await failed()).toMatchObject([{ act: 'move', failure: { code: 'server-refused' } }])
    expect(fake.heard.filter((line) => line.includes('UID COPY'))).toHaveLength(1)
  })
})

test('an act that takes the connection down each time is given up at last, and others are done', async () => {
  const { act, failed, fake, operations } = await openFake((command) => {
    if (command.rest.includes('\\Flagged')) command.socket.destroy()
    else command.answer()
  })
  await act([1], starred)
  await act([2], seen)
  expect(await failed()).toMatchObject([{ subject: 'Mail 1', failure: { code: 'connection-lost' } }])
  await vi.waitFor(() => expect(operations.list().first).toHaveLength(1), 10_000)
  expect(fake.heard.filter((line) => line.includes('\\Flagged)'))).toHaveLength(7)
  expect(fake.heard.filter((line) => line.includes('\\Seen)'))).toHaveLength(1)
})

test('of many mails, the one that the server refuses is found, and all others are done', async () => {
  const culprit = 13
  const { act, failed, fake, operations } = await openFake((command) => {
    const { name, rest, tag, send } = command
    const isOfAll = name === 'UID STORE' && rest.split(' ')[0]?.split(',').some(holds)
    if (isOfAll) send(`${tag} NO not that one\r\n`)
    else command.answer()
  }, 40)
  function holds(range: string): boolean {
    const [from = '', to = from] = range.split(':')
    return culprit >= Number(from) && culprit <= Number(to)
  }
  await act(
    Array.from({ length: 40 }, (_, n) => n + 1),
    seen,
  )
  expect(await failed()).toMatchObject([
    { subject: `Mail ${culprit}`, failure: { code: 'server-refused', retry: 'never' } },
  ])
  expect(operations.list().first).toHaveLength(1)
  const stored = fake.heard.filter((line) => line.includes('UID STORE'))
  expect(stored.length).toBeLessThan(15)
})

describe('time and names', () => {
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await startDovecot({ users: testUsers })
  })
  afterAll(() => dovecot.remove())

  test('a clock that is set back by a year stops no act', async () => {
    const { act, clock, line, told, onServer, operations } = await openTestOperations(dovecot, 2)
    clock.ahead = 365 * 24 * 60 * 60_000
    line.beforeOpening = () => {
      throw new TypeError('ours')
    }
    await act([1], starred)
    await vi.waitFor(() => expect(operations.list().first).toMatchObject([{ state: 'waiting' }]))
    line.beforeOpening = () => {}
    clock.ahead = 0
    // Nothing says that the server can be reached: this one only stands in the queue with it.
    await act([2], seen)
    await told()
    expect(await onServer()).toEqual(['Mail 1 \\Flagged', 'Mail 2 \\Seen'])
  })

  test('an act whose mail is found elsewhere while it waits for its turn touches no other mail', async () => {
    const { act, told, line, onServer, other, session, store, operations, folder } = await openTestOperations(
      dovecot,
      2,
    )
    await other.mailboxOpen('INBOX')
    await other.messageMove('2', 'Archive', { uid: true })
    await session.sync()
    const archive = readFolderState(store.read, folder('Archive').id)
    line.beforeOpening = () => {
      line.beforeOpening = () => {}
      const [waiting] = operations.list().first
      // As a sync does that sees where another program has moved it.
      if (waiting && archive)
        store.write((db) => pointAt(db, waiting.id, { ...archive, folderId: archive.id, uid: 1 }))
    }
    await act([1], starred)
    await told()
    expect([await onServer(), await onServer('Archive')]).toEqual([['Mail 1'], ['Mail 2 \\Flagged']])
  })

  test('what is done in a folder that another program renames just then is done in it', async () => {
    const { act, told, line, onServer, other, session, shown, operations } = await openTestOperations(
      dovecot,
      1,
    )
    await other.mailboxCreate('Projects 0')
    for (const n of [6, 7, 8])
      await other.append('Projects 0', `Subject: Mail ${n}\r\nMessage-ID: <${n}@x>\r\n\r\n`)
    await session.sync()
    const acts: Act[] = [starred, { kind: 'archive' }, { kind: 'delete' }]
    for (const [index, one] of acts.entries()) {
      line.beforeCommand = async () => {
        line.beforeCommand = async () => {}
        await other.mailboxRename(`Projects ${index}`, `Projects ${index + 1}`)
      }
      await act([6 + index], one, `Projects ${index}`)
      await told()
    }
    expect(operations.list().first).toEqual([])
    expect([await onServer('Projects 3'), await onServer('Archive')]).toEqual([
      ['Mail 6 \\Flagged'],
      ['Mail 7'],
    ])
    await session.sync()
    expect([shown('Projects 3'), shown('Archive')]).toEqual([['Mail 6 \\Flagged'], ['Mail 7']])
  })

  test('what is done in folders that another program has just renamed is done in them', async () => {
    const { act, told, onServer, other, session, folder, shown } = await openTestOperations(dovecot, 3)
    for (const [path, n] of [
      ['Projects', 7],
      ['Plans', 8],
    ] as const) {
      await other.mailboxCreate(path)
      await other.append(path, `Subject: Mail ${n}\r\nMessage-ID: <${n}@x>\r\n\r\n`)
    }
    await session.sync()
    await other.mailboxRename('Projects', 'Done')
    await other.mailboxRename('Plans', 'Ideas')
    await act([7], starred, 'Projects')
    await act([1], { kind: 'move', to: folder('Plans').id })
    await act([2], { kind: 'copy', to: folder('Projects').id })
    await told()
    expect([await onServer('Done'), await onServer('Ideas')]).toEqual([
      ['Mail 7 \\Flagged', 'Mail 2'],
      ['Mail 8', 'Mail 1'],
    ])
    await session.sync()
    expect([shown(), shown('Done'), shown('Ideas')]).toEqual([
      ['Mail 2', 'Mail 3'],
      ['Mail 2', 'Mail 7 \\Flagged'],
      ['Mail 1', 'Mail 8'],
    ])
  })

  test('what may have been done before another program renamed the folder is looked for under its new name', async () => {
    const { act, told, line, onServer, other, session, folder, shown } = await openTestOperations(dovecot, 2)
    await other.mailboxCreate('Projects')
    await other.append('Projects', 'Subject: Mail 7\r\nMessage-ID: <7@x>\r\n\r\n')
    await session.sync()
    line.beforeCommand = async () => {
      line.beforeCommand = async () => {}
      // Killed amid a MOVE, a server leaves the mail in both.
      const lock = await other.getMailboxLock('INBOX')
      await other.messageCopy('1', 'Projects', { uid: true })
      lock.release()
      await other.mailboxRename('Projects', 'Done')
      throw new MailError('connection-lost')
    }
    await act([1], { kind: 'move', to: folder('Projects').id })
    await told()
    expect([await onServer(), await onServer('Done')]).toEqual([['Mail 2'], ['Mail 7', 'Mail 1']])
    await session.sync()
    expect([shown(), shown('Done')]).toEqual([['Mail 2'], ['Mail 1', 'Mail 7']])
  })
})
