import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import type { Act } from '../../../shared/models/operation.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestOperations, testUsers, withMessageId, withoutMessageId } from '../testing/test-operations.ts'

vi.setConfig({ testTimeout: 60_000 })

const FOLDERS = ['INBOX', 'Archive', 'Junk', 'Trash'] as const
const starred: Act = { kind: 'flag', flag: 'flagged', on: true }

describe.each([
  ['a server with MOVE and UIDPLUS', {}],
  ['a server with neither', { capability: 'IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE SPECIAL-USE' }],
])('the user acts offline, another program moves the mails: %s', (_name, options) => {
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await startDovecot({ users: testUsers, ...options })
  })
  afterAll(() => dovecot.remove())
  const open = (mail = withMessageId) =>
    openTestOperations(dovecot, 5, { mail, silent: 'capability' in options })

  test.for([
    ['at once', withMessageId, false],
    ['at once, without Message-IDs', withoutMessageId, false],
    ['when a sync has seen that', withMessageId, true],
    ['when a sync has seen that, without Message-IDs', withoutMessageId, true],
  ] as const)('each act has its effect where the mail is now, %s', async ([, mail, isSynced]) => {
    const { act, shown, told, onServer, goOffline, goOnline, session, other, operations, folder } =
      await open(mail)
    goOffline()
    await act([1], starred)
    await act([2], { kind: 'junk' })
    await act([2], starred, 'Junk')
    await act([3], { kind: 'delete' })
    await act([4], { kind: 'copy', to: folder('Trash').id })
    await other.mailboxOpen('INBOX')
    await other.messageMove('1:4', 'Archive', { uid: true })
    const all = () => FOLDERS.map((path) => shown(path))
    const expected = [['Mail 5'], ['Mail 1 \\Flagged', 'Mail 4'], ['Mail 2 \\Flagged'], ['Mail 4']]
    if (isSynced) {
      await session.sync()
      expect(all()).toEqual(expected)
      expect(folder('Archive').total).toBe(2)
    }
    goOnline()
    await told()
    await session.sync()
    expect([all(), operations.list().first]).toEqual([expected, []])
    for (const [index, path] of FOLDERS.entries()) {
      expect((await onServer(path)).sort()).toEqual(expected[index])
    }
  })
})

describe('whose act was the last', () => {
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await startDovecot({ users: testUsers })
  })
  afterAll(() => dovecot.remove())
  const open = (mail = withMessageId) => openTestOperations(dovecot, 2, { mail })

  test.for([
    ['with Message-ID', withMessageId],
    ['without', withoutMessageId],
  ] as const)(
    'a mail that came into the inbox is seen there before it is missed elsewhere, %s',
    async ([, mail]) => {
      const { act, told, goOffline, goOnline, session, other, shown, onServer } = await open(mail)
      await act([1, 2], { kind: 'archive' })
      await told()
      await session.sync()
      goOffline()
      await act([1], { kind: 'trash' }, 'Archive')
      await act([2], starred, 'Archive')
      await other.mailboxOpen('Archive')
      await other.messageMove('1:2', 'INBOX', { uid: true })
      await session.sync()
      const all = () => [shown(), shown('Archive'), shown('Trash')]
      const expected = [['Mail 2 \\Flagged'], [], ['Mail 1']]
      expect(all()).toEqual(expected)
      goOnline()
      await told()
      await session.sync()
      expect(all()).toEqual(expected)
      expect([await onServer(), await onServer('Archive'), await onServer('Trash')]).toEqual(expected)
    },
  )

  test('what the server was told before another program acted is not told again', async () => {
    const { act, told, goOnline, session, other, shown, onServer, line, restart, folder } = await open()
    const reached = Promise.withResolvers<void>()
    line.afterEffect = () => {
      line.afterEffect = () => {}
      line.online = false
      reached.resolve()
      // The program ends before it has noted the server's answer.
      throw new MailError('cancelled')
    }
    await act([1], { kind: 'archive' })
    await reached.promise
    await act([1], starred, 'Archive')
    await other.mailboxOpen('Archive')
    await other.messageMove('1', 'Sent', { uid: true })
    await restart()
    goOnline()
    await told()
    await session.sync()
    expect([shown(), shown('Archive'), shown('Sent')]).toEqual([['Mail 2'], [], ['Mail 1 \\Flagged']])
    expect([await onServer('Archive'), await onServer('Sent')]).toEqual([[], ['Mail 1 \\Flagged']])
    expect(folder('Sent').total).toBe(1)
  })

  test('a copy that lay elsewhere before is not taken for the mail that has gone', async () => {
    const { act, told, goOffline, goOnline, session, other, folder, shown, onServer, operations } =
      await open()
    await act([1], { kind: 'copy', to: folder('Archive').id })
    await told()
    await session.sync()
    goOffline()
    await act([1], { kind: 'delete' })
    await other.mailboxOpen('INBOX')
    await other.messageDelete('1', { uid: true })
    goOnline()
    await told()
    await session.sync()
    expect([shown(), shown('Archive'), operations.list().first]).toEqual([['Mail 2'], ['Mail 1'], []])
    expect(await onServer('Archive')).toEqual(['Mail 1'])
  })

  test('a folder that another program deletes takes no act along whose mail it had moved out', async () => {
    const { act, told, goOffline, goOnline, session, other, folder, shown, onServer, operations } =
      await open()
    await other.mailboxCreate('Projects')
    await session.sync()
    await act([1, 2], { kind: 'move', to: folder('Projects').id })
    await told()
    await session.sync()
    goOffline()
    await act([1, 2], { kind: 'junk' }, 'Projects')
    await other.mailboxOpen('Projects')
    await other.messageMove('1', 'Archive', { uid: true })
    await other.mailboxClose()
    await other.mailboxDelete('Projects')
    goOnline()
    await told()
    await session.sync()
    expect([shown('Archive'), shown('Junk'), operations.list().first]).toEqual([[], ['Mail 1'], []])
    expect([await onServer('Archive'), await onServer('Junk')]).toEqual([[], ['Mail 1']])
  })

  test('a mail that is left in all mail alone is brought from there, as where archiving takes a label off', async () => {
    const gmail = await startDovecot({ users: testUsers, folders: ['All', 'Junk', 'Trash'] })
    try {
      const { act, told, goOffline, goOnline, session, other, folder, shown, onServer, operations } =
        await openTestOperations(gmail, 0)
      await other.mailboxCreate('Figs')
      for (const path of ['INBOX', 'All']) {
        await other.append(path, withMessageId(1), [], new Date(Date.UTC(2026, 1, 2)))
      }
      await session.sync()
      expect([folder('All').role, shown(), shown('All')]).toEqual(['all', ['Mail 1'], ['Mail 1']])
      goOffline()
      await act([1], { kind: 'move', to: folder('Figs').id })
      await other.mailboxOpen('INBOX')
      await other.messageDelete('1', { uid: true })
      goOnline()
      await told()
      await session.sync()
      expect([shown(), shown('Figs'), shown('All'), operations.list().failed]).toEqual([
        [],
        ['Mail 1'],
        ['Mail 1'],
        0,
      ])
      expect([await onServer('Figs'), await onServer('All')]).toEqual([['Mail 1'], ['Mail 1']])
    } finally {
      await gmail.remove()
    }
  })

  test('a mail whose server gave it a UID of another era is shown once', async () => {
    const { act, told, session, other, folder, shown, operations, onServer } = await open()
    await other.mailboxCreate('Projects')
    await other.append('Projects', 'Subject: Mail 7\r\nMessage-ID: <7@x>\r\n\r\n')
    await session.sync()
    const { undo } = await act([7], { kind: 'move', to: folder('INBOX').id }, 'Projects')
    await told()
    await session.sync()
    await other.mailboxDelete('Projects')
    await other.mailboxCreate('Projects')
    if (undo) await operations.undo(undo)
    await told()
    expect(shown('Projects')).toEqual(['Mail 7'])
    await session.sync()
    await session.sync()
    expect([shown(), shown('Projects')]).toEqual([['Mail 1', 'Mail 2'], ['Mail 7']])
    expect([await onServer('Projects'), folder('Projects').total]).toEqual([['Mail 7'], 1])
  })
})
