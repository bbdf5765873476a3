import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import type { Act } from '../../../shared/models/operation.ts'
import { readFolderState } from '../store/folders.ts'
import { syncFolder } from '../sync/sync-folder.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestOperations, testUsers, withMessageId, withoutMessageId } from '../testing/test-operations.ts'

vi.setConfig({ testTimeout: 60_000 })

/** What small and old servers leave out. */
const OLD = 'IMAP4rev1 LITERAL+ SASL-IR LOGIN-REFERRALS ID ENABLE IDLE NAMESPACE SPECIAL-USE'
const servers = {
  'a server with MOVE and UIDPLUS': {},
  'a server without MOVE': { capability: `${OLD} UIDPLUS` },
  'a server without UIDPLUS': { capability: `${OLD} MOVE` },
  'a server with neither': { capability: OLD },
}
const seen: Act = { kind: 'flag', flag: 'seen', on: true }

describe.each(Object.entries(servers))('%s', (_name, options) => {
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await startDovecot({ users: testUsers, ...options })
  })
  afterAll(() => dovecot.remove())
  // Dovecot says where it has put a mail even when it does not announce that it will.
  const silent = 'capability' in options && !options.capability.includes('UIDPLUS')
  const open = (count: number, mail = withMessageId) => openTestOperations(dovecot, count, { mail, silent })

  test.for([
    ['with Message-ID', withMessageId],
    ['without Message-ID', withoutMessageId],
  ] as const)('moves, copies and deletes mails %s, and knows them again', async ([, mail]) => {
    const { act, shown, told, onServer, session, other, folder, id } = await open(5, mail)
    const before = id(1)
    await other.mailboxOpen('INBOX')
    await other.messageFlagsAdd('5', ['\\Deleted'], { uid: true })
    await act([1, 2], { kind: 'archive' })
    await act([3], { kind: 'copy', to: folder('Archive').id })
    await act([4], { kind: 'delete' })
    await act([1], { kind: 'trash' }, 'Archive')
    await told()
    const expected = [['Mail 3', 'Mail 5'], ['Mail 2', 'Mail 3'], ['Mail 1']]
    const all = () => [shown(), shown('Archive'), shown('Trash')]
    expect(all()).toEqual(expected)
    await session.sync()
    expect(all()).toEqual(expected)
    expect(id(1, 'Trash')).toBe(before)
    expect(await onServer()).toEqual(['Mail 3', 'Mail 5 \\Deleted'])
    expect((await onServer('Archive')).sort()).toEqual(['Mail 2', 'Mail 3'])
    expect(await onServer('Trash')).toEqual(['Mail 1'])
  })

  const acts: {
    wish: (mailbox: Awaited<ReturnType<typeof open>>) => Act
    left: string[]
    there: string[]
  }[] = [
    { wish: () => seen, left: ['Mail 1 \\Seen', 'Mail 2 \\Seen'], there: [] },
    { wish: () => ({ kind: 'archive' }), left: [], there: ['Mail 1', 'Mail 2'] },
    { wish: () => ({ kind: 'delete' }), left: [], there: [] },
    {
      wish: ({ folder }) => ({ kind: 'copy', to: folder('Archive').id }),
      left: ['Mail 1', 'Mail 2'],
      there: ['Mail 1', 'Mail 2'],
    },
  ]
  async function doneOnce(cutOff: (mailbox: Awaited<ReturnType<typeof open>>) => void, syncFirst: boolean) {
    for (const { wish, left, there } of acts) {
      const mailbox = await open(2)
      const { act, line, told, restart, goOnline, onServer, shown, session, operations } = mailbox
      const failed = Promise.withResolvers<void>()
      line.afterEffect = () => {
        line.afterEffect = () => {}
        failed.resolve()
        cutOff(mailbox)
      }
      await act([1, 2], wish(mailbox))
      await failed.promise
      const both = () => [shown(), shown('Archive')]
      if (syncFirst) await session.sync()
      expect(both()).toEqual([left, there])
      expect(operations.list().first).not.toEqual([])
      await restart()
      goOnline()
      await told()
      expect([await onServer(), (await onServer('Archive')).sort()]).toEqual([left, there])
      await session.sync()
      expect(both()).toEqual([left, there])
      expect([await onServer(), (await onServer('Archive')).sort()]).toEqual([left, there])
    }
  }

  function endProgram() {
    throw new MailError('cancelled')
  }

  test('done once, though the program ended before that was known here', () => doneOnce(endProgram, false))

  test('done once, though a sync saw it first', () => doneOnce(endProgram, true))

  test('done once, though it could not be noted', () =>
    doneOnce(({ store }) => {
      vi.spyOn(store, 'write').mockImplementationOnce(() => {
        throw new MailError('disk-full')
      })
    }, false))
})

describe('what fails', () => {
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await startDovecot({ users: testUsers })
  })
  afterAll(() => dovecot.remove())

  async function withVanished() {
    const { dovecot: _, ...mailbox } = await openTestOperations(dovecot, 2)
    await mailbox.other.mailboxCreate('Projects')
    await mailbox.session.sync()
    await mailbox.other.mailboxDelete('Projects')
    await mailbox.act([1], { kind: 'move', to: mailbox.folder('Projects').id })
    return mailbox
  }

  test('a folder that is gone: it is tried again when the user says so', async () => {
    const { failed, shown, session, other, operations, told, onServer } = await withVanished()
    const [operation] = await failed()
    expect(operation).toMatchObject({
      ...{ act: 'move', subject: 'Mail 1', folderName: 'Projects', state: 'failed' },
      failure: { code: 'not-found', retry: 'never' },
    })
    await session.sync()
    expect([shown(), shown('Projects')]).toEqual([['Mail 2'], ['Mail 1']])
    if (operation === undefined) return
    operations.retry(operation.id)
    await failed()
    await other.mailboxCreate('Projects')
    operations.retry(operation.id)
    await told()
    expect(operations.list().first).toEqual([])
    expect([await onServer(), await onServer('Projects')]).toEqual([['Mail 2'], ['Mail 1']])
    await session.sync()
    expect([shown(), shown('Projects')]).toEqual([['Mail 2'], ['Mail 1']])
  })

  test('a folder that is gone: given up, the mail is back with all that was done to it since', async () => {
    const { failed, shown, session, operations, told, onServer, act, folders } = await withVanished()
    const [operation] = await failed()
    await act([1], seen, 'Projects')
    if (operation) operations.discard(operation.id)
    expect([shown(), shown('Projects')]).toEqual([['Mail 1 \\Seen', 'Mail 2'], []])
    await told()
    await session.sync()
    expect([shown(), await onServer(), operations.list().first]).toEqual([
      ...[
        ['Mail 1 \\Seen', 'Mail 2'],
        ['Mail 1 \\Seen', 'Mail 2'],
      ],
      [],
    ])
    expect(folders().map(({ path }) => path)).not.toContain('Projects')
  })

  test('other mails are not held up by one that fails, the same mail is', async () => {
    const { failed, act, operations, onServer, shown } = await withVanished()
    await failed()
    await act([1], seen, 'Projects')
    await act([2], seen)
    await vi.waitFor(async () => expect(await onServer()).toEqual(['Mail 1', 'Mail 2 \\Seen']))
    await vi.waitFor(() =>
      expect(operations.list().first.map(({ act, state }) => [act, state])).toEqual([
        ['move', 'failed'],
        ['flag', 'waiting'],
      ]),
    )
    // Taken elsewhere, it need not go to the folder that is gone.
    await act([1], { kind: 'archive' }, 'Projects')
    await vi.waitFor(() => expect(operations.list().first).toEqual([]))
    expect(await onServer('Archive')).toEqual(['Mail 1 \\Seen'])
    expect(shown('Archive')).toEqual(['Mail 1 \\Seen'])
  })

  test('a mail that another program has expunged is gone here too', async () => {
    const { act, goOffline, goOnline, told, other, shown, session, operations } = await openTestOperations(
      dovecot,
      2,
    )
    goOffline()
    await act([1], { kind: 'archive' })
    await act([1], seen, 'Archive')
    await act([2], seen)
    await other.mailboxOpen('INBOX')
    await other.messageDelete('1,2', { uid: true })
    goOnline()
    await told()
    await session.sync()
    expect([shown(), shown('Archive'), operations.list().first]).toEqual([[], [], []])
  })

  test('a mail that another program has moved to the same folder is there once', async () => {
    const { act, goOffline, goOnline, told, other, shown, session, onServer } = await openTestOperations(
      dovecot,
      1,
    )
    goOffline()
    await act([1], { kind: 'archive' })
    await other.mailboxOpen('INBOX')
    await other.messageMove('1', 'Archive', { uid: true })
    await session.sync()
    expect([shown(), shown('Archive')]).toEqual([[], ['Mail 1']])
    goOnline()
    await told()
    await session.sync()
    expect([shown(), shown('Archive'), await onServer('Archive')]).toEqual([[], ['Mail 1'], ['Mail 1']])
  })

  test('a folder that was made anew: its mails are found by how they look', async () => {
    const { act, goOffline, goOnline, told, other, shown, session, onServer, folder, store } =
      await openTestOperations(dovecot, 1)
    await other.mailboxCreate('Projects')
    await session.sync()
    const mails = [
      'Subject: Mail 7\r\nMessage-ID: <7@x>\r\n\r\n',
      'Subject: Mail 8\r\nMessage-ID: <8@x>\r\n\r\n',
    ]
    const date = new Date('2026-01-02T03:04:05Z')
    for (const mail of mails) await other.append('Projects', mail, [], date)
    await session.sync()
    expect(shown('Projects')).toEqual(['Mail 7', 'Mail 8'])
    goOffline()
    await act([7], { kind: 'archive' }, 'Projects')
    await act([8], seen, 'Projects')
    const before = readFolderState(store.read, folder('Projects').id)?.uidValidity
    await other.mailboxDelete('Projects')
    await other.mailboxCreate('Projects')
    for (const mail of ['Subject: Other\r\n\r\n', ...mails]) await other.append('Projects', mail, [], date)
    const status = await other.status('Projects', { uidValidity: true })
    expect(status && Number(status.uidValidity)).not.toBe(before)
    await session.sync()
    expect([shown('Projects'), shown('Archive')]).toEqual([['Mail 8 \\Seen', 'Other'], ['Mail 7']])
    goOnline()
    await told()
    await session.sync()
    expect([shown('Projects'), shown('Archive')]).toEqual([['Mail 8 \\Seen', 'Other'], ['Mail 7']])
    expect([await onServer('Projects'), await onServer('Archive')]).toEqual([
      ['Other', 'Mail 8 \\Seen'],
      ['Mail 7'],
    ])
    expect(folder('Projects').total).toBe(2)
  })

  test('a folder for archived mail is made when there is none', async () => {
    const bare = await startDovecot({ users: testUsers, folders: [] })
    try {
      const mailbox = await openTestOperations(bare, 2)
      const { act, told, shown, session, onServer, folders, goOffline, goOnline, commands } = mailbox
      expect(folders()).toHaveLength(1)
      goOffline()
      await act([1], { kind: 'archive' })
      await session.sync()
      expect([shown(), shown('Archive')]).toEqual([['Mail 2'], ['Mail 1']])
      goOnline()
      await told()
      await session.sync()
      expect(commands).toEqual(['mailboxCreate', 'messageMove'])
      expect([shown(), shown('Archive'), await onServer('Archive')]).toEqual([
        ['Mail 2'],
        ['Mail 1'],
        ['Mail 1'],
      ])
      expect(folders().map(({ path, role }) => [path, role])).toEqual([
        ['INBOX', 'inbox'],
        ['Archive', 'archive'],
      ])
    } finally {
      await bare.remove()
    }
  })

  test('a mail that was moved before its body came can be read, before and after', async () => {
    const mailbox = await openTestOperations(dovecot, 0)
    const { act, user, goOffline, goOnline, told, session, rows, id, store, folder } = mailbox
    dovecot.deliver(user, [withMessageId(1), withMessageId(2)])
    goOffline()
    await session.inFolder('INBOX', async (client) => {
      const state = readFolderState(store.read, folder('INBOX').id)
      if (state) await syncFolder(client, store, state, { planned() {}, stored() {}, isWanted: () => false })
    })
    await act([1, 2], { kind: 'archive' })
    expect(rows('Archive').map(({ bodyState }) => bodyState)).toEqual(['missing', 'missing'])
    await session.openBody(id(1, 'Archive'))
    goOnline()
    await told()
    await session.openBody(id(2, 'Archive'))
    expect(rows('Archive').map(({ bodyState }) => bodyState)).toEqual(['ready', 'ready'])
  })

  test('a download of bodies finds them where the server still has them', async () => {
    const mailbox = await openTestOperations(dovecot, 0)
    const { act, user, goOffline, session, rows, store, folder } = mailbox
    dovecot.deliver(user, [withMessageId(1)])
    goOffline()
    await session.inFolder('INBOX', async (client) => {
      const state = readFolderState(store.read, folder('INBOX').id)
      if (state) await syncFolder(client, store, state, { planned() {}, stored() {}, isWanted: () => false })
    })
    await act([1], { kind: 'archive' })
    await session.sync()
    expect(rows('Archive').map(({ bodyState }) => bodyState)).toEqual(['ready'])
  })
})
