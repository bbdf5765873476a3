import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Act } from '../../../shared/models/operation.ts'
import { listMessageIds } from '../store/local-effect.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestOperations, testUsers, withMessageId } from '../testing/test-operations.ts'

vi.setConfig({ testTimeout: 30_000 })

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: testUsers })
})
afterAll(() => dovecot.remove())

const open = (count: number) => openTestOperations(dovecot, count)
const seen: Act = { kind: 'flag', flag: 'seen', on: true }
const starred: Act = { kind: 'flag', flag: 'flagged', on: true }

test('a flag is shown at once and told to the server', async () => {
  const { act, shown, told, onServer, session, operations } = await open(3)
  const acts = Promise.all([act([1, 3], seen), act([2], starred)])
  expect(shown()).toEqual(['Mail 1 \\Seen', 'Mail 2 \\Flagged', 'Mail 3 \\Seen'])
  await acts
  await told()
  expect(await onServer()).toEqual(['Mail 1 \\Seen', 'Mail 2 \\Flagged', 'Mail 3 \\Seen'])
  await act([3], { ...seen, on: false })
  await told()
  expect(await onServer()).toEqual(['Mail 1 \\Seen', 'Mail 2 \\Flagged', 'Mail 3'])
  await session.sync()
  expect(shown()).toEqual(['Mail 1 \\Seen', 'Mail 2 \\Flagged', 'Mail 3'])
  expect(operations.list().first).toEqual([])
})

test('mails go to another folder and keep what is known of them', async () => {
  const { act, shown, told, onServer, session, rows, id, folder } = await open(3)
  const before = id(2)
  await act([1, 2], { kind: 'archive' })
  expect([shown(), shown('Archive')]).toEqual([['Mail 3'], ['Mail 1', 'Mail 2']])
  expect([folder('INBOX').total, folder('Archive').total]).toEqual([1, 2])
  await told()
  expect([await onServer(), await onServer('Archive')]).toEqual([['Mail 3'], ['Mail 1', 'Mail 2']])
  await session.sync()
  expect([shown(), shown('Archive')]).toEqual([['Mail 3'], ['Mail 1', 'Mail 2']])
  expect(id(2, 'Archive')).toBe(before)
  expect(rows('Archive').map(({ bodyState }) => bodyState)).toEqual(['ready', 'ready'])
})

describe('each act has its effect here and on the server', () => {
  test.for<{ kind: 'junk' | 'trash'; folder: string }>([
    { kind: 'junk', folder: 'Junk' },
    { kind: 'trash', folder: 'Trash' },
  ])('$kind', async ({ kind, folder }) => {
    const { act, shown, told, onServer } = await open(2)
    await act([1], { kind })
    await told()
    expect([shown(), shown(folder)]).toEqual([['Mail 2'], ['Mail 1']])
    expect([await onServer(), await onServer(folder)]).toEqual([['Mail 2'], ['Mail 1']])
  })

  test('not-junk', async () => {
    const { act, shown, told, onServer } = await open(2)
    await act([1], { kind: 'junk' })
    await told()
    await act([1], { kind: 'not-junk' }, 'Junk')
    await told()
    expect([shown(), shown('Junk')]).toEqual([['Mail 1', 'Mail 2'], []])
    expect(await onServer()).toEqual(['Mail 2', 'Mail 1'])
  })

  test('copy', async () => {
    const { act, shown, told, onServer, folder, session } = await open(2)
    await act([1], { kind: 'copy', to: folder('Archive').id })
    expect([shown(), shown('Archive')]).toEqual([['Mail 1', 'Mail 2'], ['Mail 1']])
    await told()
    expect([await onServer(), await onServer('Archive')]).toEqual([['Mail 1', 'Mail 2'], ['Mail 1']])
    await session.sync()
    expect([shown(), shown('Archive')]).toEqual([['Mail 1', 'Mail 2'], ['Mail 1']])
  })

  test('delete, and no other that is marked as deleted', async () => {
    const { act, shown, told, onServer, other, operations } = await open(3)
    await other.mailboxOpen('INBOX')
    await other.messageFlagsAdd('3', ['\\Deleted'], { uid: true })
    expect(await act([1], { kind: 'delete' })).toEqual({ undo: null })
    expect(shown()).toEqual(['Mail 2', 'Mail 3'])
    await told()
    expect(await onServer()).toEqual(['Mail 2', 'Mail 3 \\Deleted'])
    expect(operations.list().first).toEqual([])
  })

  test('emptying trash, and nothing but junk or trash', async () => {
    const { act, shown, told, onServer, operations, folder } = await open(3)
    await act([1, 2], { kind: 'trash' })
    await operations.empty(folder('Trash').id)
    expect(shown('Trash')).toEqual([])
    await told()
    expect([await onServer(), await onServer('Trash')]).toEqual([['Mail 3'], []])
    await expect(operations.empty(folder('INBOX').id)).rejects.toMatchObject({ code: 'bad-request' })
  })

  test('a flag, of a mail in two folders in both', async () => {
    const { act, shown, told, onServer, folder } = await open(1)
    await act([1], { kind: 'copy', to: folder('Archive').id })
    await act([1], starred)
    expect([shown(), shown('Archive')]).toEqual([['Mail 1 \\Flagged'], ['Mail 1 \\Flagged']])
    await told()
    expect([await onServer(), await onServer('Archive')]).toEqual([
      ['Mail 1 \\Flagged'],
      ['Mail 1 \\Flagged'],
    ])
  })
})

test('what is done offline is shown, outlives a restart, and is told once the server is back', async () => {
  const { act, shown, told, onServer, goOffline, goOnline, restart, operations, folder } = await open(4)
  goOffline()
  await act([1, 2], seen)
  await act([2, 3], { kind: 'archive' })
  await act([4], { kind: 'delete' })
  await restart()
  expect([shown(), shown('Archive')]).toEqual([['Mail 1 \\Seen'], ['Mail 2 \\Seen', 'Mail 3']])
  expect(operations.list().first.map(({ act, folderName, state }) => [act, folderName, state])).toEqual([
    ...[1, 2].map(() => ['flag', null, 'waiting']),
    ...[2, 3].map(() => ['move', 'Archive', 'waiting']),
    ['delete', null, 'waiting'],
  ])
  expect(folder('INBOX')).toMatchObject({ total: 1, unread: 0 })
  goOnline()
  await told()
  expect([await onServer(), await onServer('Archive')]).toEqual([
    ['Mail 1 \\Seen'],
    ['Mail 2 \\Seen', 'Mail 3'],
  ])
})

test('a sync before the server is told takes back nothing that the user did', async () => {
  const { act, shown, told, onServer, goOffline, goOnline, session, other, folder } = await open(5)
  goOffline()
  await act([1], seen)
  await act([2, 3], { kind: 'archive' })
  await act([4], { kind: 'delete' })
  // Something to sync, and flags of mails that have left.
  await other.mailboxOpen('INBOX')
  await other.messageFlagsAdd('2,5', ['\\Flagged'], { uid: true })
  await session.sync()
  const expected = [
    ['Mail 1 \\Seen', 'Mail 5 \\Flagged'],
    ['Mail 2 \\Flagged', 'Mail 3'],
  ]
  expect([shown(), shown('Archive')]).toEqual(expected)
  expect([folder('INBOX').total, folder('Archive').total]).toEqual([2, 2])
  await session.sync()
  expect([shown(), shown('Archive')]).toEqual(expected)
  goOnline()
  await told()
  await session.sync()
  expect(await onServer('Archive')).toEqual(['Mail 2 \\Flagged', 'Mail 3'])
  expect(shown('Archive')).toEqual(['Mail 2 \\Flagged', 'Mail 3'])
})

test("the user's last act wins over what another program did meanwhile", async () => {
  const { act, shown, told, onServer, goOffline, goOnline, session, other } = await open(2)
  await act([1], seen)
  await told()
  goOffline()
  await act([1], { ...seen, on: false })
  await act([2], seen)
  await other.mailboxOpen('INBOX')
  await other.messageFlagsAdd('2', ['\\Seen', '\\Flagged'], { uid: true })
  await other.messageFlagsRemove('2', ['\\Seen'], { uid: true })
  await session.sync()
  expect(shown()).toEqual(['Mail 1', 'Mail 2 \\Flagged \\Seen'])
  goOnline()
  await told()
  expect(await onServer()).toEqual(['Mail 1', 'Mail 2 \\Flagged \\Seen'])
  await session.sync()
  expect(shown()).toEqual(['Mail 1', 'Mail 2 \\Flagged \\Seen'])
})

describe('acts that cancel out are not told', () => {
  test('a flag and its opposite', async () => {
    const { act, shown, goOffline, operations } = await open(1)
    goOffline()
    await act([1], seen)
    await act([1], { ...seen, on: false })
    expect([shown(), operations.list().first]).toEqual([['Mail 1'], []])
    await act([1], seen)
    await act([1], { ...seen, on: false })
    await act([1], seen)
    expect(operations.list().first).toHaveLength(1)
  })

  test('there and back again, with a flag in between', async () => {
    const { act, shown, goOffline, goOnline, told, operations, folder, onServer } = await open(1)
    goOffline()
    await act([1], { kind: 'archive' })
    await act([1], starred, 'Archive')
    await act([1], { kind: 'move', to: folder('INBOX').id }, 'Archive')
    expect([shown(), shown('Archive')]).toEqual([['Mail 1 \\Flagged'], []])
    expect(operations.list().first.map(({ act }) => act)).toEqual(['flag'])
    goOnline()
    await told()
    expect([await onServer(), await onServer('Archive')]).toEqual([['Mail 1 \\Flagged'], []])
  })

  test('from folder to folder to folder is one move', async () => {
    const { act, shown, goOffline, goOnline, told, operations, commands, onServer } = await open(1)
    goOffline()
    await act([1], { kind: 'archive' })
    await act([1], starred, 'Archive')
    await act([1], { kind: 'junk' }, 'Archive')
    await act([1], { kind: 'trash' }, 'Junk')
    expect(shown('Trash')).toEqual(['Mail 1 \\Flagged'])
    expect(operations.list().first.map(({ act, folderName }) => [act, folderName])).toEqual([
      ['move', 'Trash'],
      ['flag', null],
    ])
    goOnline()
    await told()
    expect(commands).toEqual(['messageMove', 'messageFlagsAdd'])
    expect(await onServer('Trash')).toEqual(['Mail 1 \\Flagged'])
  })

  test('a copy that is deleted, a move that becomes a deletion', async () => {
    const { act, goOffline, goOnline, told, operations, onServer, folder, shown } = await open(2)
    goOffline()
    await act([1], { kind: 'copy', to: folder('Archive').id })
    await act([1], { kind: 'delete' }, 'Archive')
    expect(operations.list().first).toEqual([])
    await act([2], { kind: 'trash' })
    await act([2], { kind: 'delete' }, 'Trash')
    expect(operations.list().first.map(({ act }) => act)).toEqual(['delete'])
    expect([shown(), shown('Archive'), shown('Trash')]).toEqual([['Mail 1'], [], []])
    goOnline()
    await told()
    expect([await onServer(), await onServer('Trash')]).toEqual([['Mail 1'], []])
  })
})

test('acts on one mail follow each other, wherever the first has brought it', async () => {
  const { act, told, onServer, folder, line, shown } = await open(1)
  const reached = Promise.withResolvers<void>()
  line.afterEffect = () => reached.resolve()
  await act([1], { kind: 'archive' })
  await reached.promise
  await act([1], starred, 'Archive')
  await act([1], { kind: 'move', to: folder('Junk').id }, 'Archive')
  await act([1], seen, 'Junk')
  await told()
  expect([await onServer(), await onServer('Archive')]).toEqual([[], []])
  expect(await onServer('Junk')).toEqual(['Mail 1 \\Flagged \\Seen'])
  expect(shown('Junk')).toEqual(['Mail 1 \\Flagged \\Seen'])
})

describe('undo', () => {
  async function acted(
    count: number,
    wish: Act,
    before: (mailbox: Awaited<ReturnType<typeof open>>) => void,
  ) {
    const mailbox = await open(count)
    before(mailbox)
    const numbers = Array.from({ length: count }, (_, n) => n + 1)
    const { undo } = await mailbox.act(numbers, wish)
    if (undo === null) throw new Error('no undo')
    return { ...mailbox, undo }
  }

  test('before the server knows: it never learns', async () => {
    const { undo, operations, shown } = await acted(2, { kind: 'archive' }, ({ goOffline }) => goOffline())
    await operations.undo(undo)
    expect([shown(), shown('Archive'), operations.list().first]).toEqual([['Mail 1', 'Mail 2'], [], []])
    await expect(operations.undo(undo)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('after the server did it: the opposite', async () => {
    const { undo, operations, shown, told, onServer, session } = await acted(2, { kind: 'trash' }, () => {})
    await told()
    await operations.undo(undo)
    expect([shown(), shown('Trash')]).toEqual([['Mail 1', 'Mail 2'], []])
    await told()
    expect([await onServer(), await onServer('Trash')]).toEqual([['Mail 1', 'Mail 2'], []])
    await session.sync()
    expect([shown(), shown('Trash')]).toEqual([['Mail 1', 'Mail 2'], []])
  })

  test('of a flag only where the act has set it', async () => {
    const { act, told, operations, onServer, shown } = await open(2)
    await act([1], seen)
    const { undo } = await act([1, 2], seen)
    await told()
    if (undo) await operations.undo(undo)
    expect(shown()).toEqual(['Mail 1 \\Seen', 'Mail 2'])
    await told()
    expect(await onServer()).toEqual(['Mail 1 \\Seen', 'Mail 2'])
    expect(await act([1], seen)).toEqual({ undo: null })
  })

  test('of mails that another program has taken elsewhere says that it can not be done', async () => {
    const { undo, operations, told, other, session, shown, act } = await acted(
      3,
      { kind: 'archive' },
      () => {},
    )
    await told()
    await other.mailboxOpen('Archive')
    await other.messageMove('1:2', 'Sent', { uid: true })
    await session.sync()
    await operations.undo(undo)
    expect([shown(), shown('Sent')]).toEqual([['Mail 3'], ['Mail 1', 'Mail 2']])
    const again = await act([3], { kind: 'trash' })
    await told()
    await other.mailboxOpen('Trash')
    await other.messageDelete('1:*', { uid: true })
    await session.sync()
    if (again.undo === null) throw new Error('no undo')
    await expect(operations.undo(again.undo)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('of a copy takes the copy', async () => {
    const { act, told, operations, onServer, folder, shown } = await open(1)
    const { undo } = await act([1], { kind: 'copy', to: folder('Archive').id })
    await told()
    if (undo) await operations.undo(undo)
    expect([shown(), shown('Archive')]).toEqual([['Mail 1'], []])
    await told()
    expect([await onServer(), await onServer('Archive')]).toEqual([['Mail 1'], []])
  })

  test('of acts that were merged goes back step by step', async () => {
    const { act, goOffline, operations, shown } = await open(1)
    goOffline()
    const first = await act([1], { kind: 'archive' })
    const second = await act([1], { kind: 'trash' }, 'Archive')
    if (second.undo) await operations.undo(second.undo)
    expect([shown(), shown('Archive'), shown('Trash')]).toEqual([[], ['Mail 1'], []])
    if (first.undo) await operations.undo(first.undo)
    expect([shown(), shown('Archive'), operations.list().first]).toEqual([['Mail 1'], [], []])
  })
})

test('of very many acts that wait, some are named and all are counted', async () => {
  const { store, operations, folder, goOffline, session, user } = await open(0)
  const subjects = Array.from({ length: 300 }, (_, n) => withMessageId(n + 1))
  dovecot.deliver(user, subjects)
  await session.sync()
  goOffline()
  const inbox = folder('INBOX').id
  await operations.act(listMessageIds(store.read, inbox), inbox, { kind: 'trash' })
  const { waiting, failed, first } = operations.list()
  expect([waiting, failed, first.length]).toEqual([300, 0, 100])
  expect(first[0]).toMatchObject({ act: 'move', folderName: 'Trash', state: 'waiting' })
})

test('events tell the page which folders and mails are other than they were', async () => {
  const { act, told, events, folder, id, account } = await open(1)
  const mail = id(1)
  await act([1], { kind: 'archive' })
  await told()
  const told1 = new Set(events.map(String))
  expect(told1).toEqual(
    new Set(
      [
        ['folder', folder('INBOX').id],
        ['folder', folder('Archive').id],
        ['message', mail],
        ['operation', account.id],
      ].map(String),
    ),
  )
})

test('a thousand mails are moved with one command', async () => {
  const { operations, store, told, onServer, commands, folder } = await open(1_000)
  const inbox = folder('INBOX').id
  await operations.act(listMessageIds(store.read, inbox), inbox, { kind: 'archive' })
  expect([folder('INBOX').total, folder('Archive').total]).toEqual([0, 1_000])
  await told()
  expect(commands).toEqual(['messageMove'])
  expect([(await onServer()).length, (await onServer('Archive')).length]).toEqual([0, 1_000])
})

test('a mail of another account, a folder that is not there', async () => {
  const { operations, id, folder } = await open(1)
  const nowhere = 9_999 as ReturnType<typeof folder>['id']
  await expect(operations.act([id(1)], nowhere, seen)).rejects.toMatchObject({ code: 'not-found' })
  await expect(
    operations.act([id(1)], folder('INBOX').id, { kind: 'move', to: nowhere }),
  ).rejects.toMatchObject({ code: 'not-found' })
})

test('a flag that is taken back after the mail was moved on is taken back on the server too', async () => {
  const { act, shown, told, onServer, session, goOffline, goOnline } = await open(2)
  goOffline()
  await act([1], seen)
  await act([1], { kind: 'junk' })
  await act([1], { ...seen, on: false }, 'Junk')
  expect(shown('Junk')).toEqual(['Mail 1'])
  goOnline()
  await told()
  expect(await onServer('Junk')).toEqual(['Mail 1'])
  await session.sync()
  expect(shown('Junk')).toEqual(['Mail 1'])
})

describe('what another program does to the flags of a mail that the user has moved offline', () => {
  test('is shown, and still is once the server has been told of all', async () => {
    const { act, shown, told, onServer, session, goOffline, goOnline, other } = await open(1)
    goOffline()
    await act([1], starred)
    await act([1], { kind: 'archive' })
    await other.mailboxOpen('INBOX')
    await other.messageFlagsAdd('1', ['\\Seen'], { uid: true })
    await session.sync()
    expect(shown('Archive')).toEqual(['Mail 1 \\Flagged \\Seen'])
    goOnline()
    await told()
    await session.sync()
    expect(shown('Archive')).toEqual(['Mail 1 \\Flagged \\Seen'])
    expect(await onServer('Archive')).toEqual(['Mail 1 \\Flagged \\Seen'])
  })

  test('is shown where it is moved back, beside what the user did to them', async () => {
    const { act, shown, folder, session, goOffline, other } = await open(1)
    goOffline()
    await act([1], { kind: 'archive' })
    await act([1], starred, 'Archive')
    await other.mailboxOpen('INBOX')
    await other.messageFlagsAdd('1', ['\\Seen'], { uid: true })
    await session.sync()
    await act([1], { kind: 'move', to: folder('INBOX').id }, 'Archive')
    expect(shown()).toEqual(['Mail 1 \\Flagged \\Seen'])
  })

  test('can be taken back', async () => {
    const { act, shown, told, onServer, session, goOffline, goOnline, other } = await open(1)
    goOffline()
    await act([1], { kind: 'archive' })
    await other.mailboxOpen('INBOX')
    await other.messageFlagsAdd('1', ['\\Seen'], { uid: true })
    await session.sync()
    await act([1], { ...seen, on: false }, 'Archive')
    goOnline()
    await told()
    await session.sync()
    expect([shown('Archive'), await onServer('Archive')]).toEqual([['Mail 1'], ['Mail 1']])
  })
})
