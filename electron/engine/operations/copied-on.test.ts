import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestOperations, testUsers } from '../testing/test-operations.ts'

vi.setConfig({ testTimeout: 30_000 })
let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: testUsers })
})
afterAll(() => dovecot.remove())
const open = () => openTestOperations(dovecot, 1)

test('a mail that is copied out of the trash before it is emptied is not lost', async () => {
  const { act, goOffline, goOnline, told, onServer, operations, folder, shown } = await open()
  goOffline()
  await act([1], { kind: 'trash' })
  await act([1], { kind: 'copy', to: folder('Archive').id }, 'Trash')
  await operations.empty(folder('Trash').id)
  expect([shown(), shown('Trash'), shown('Archive')]).toEqual([[], [], ['Mail 1']])
  goOnline()
  await told()
  expect([await onServer(), await onServer('Trash'), await onServer('Archive')]).toEqual([[], [], ['Mail 1']])
})

test('a copy that was copied on is made, though the user took it back', async () => {
  const { act, goOffline, goOnline, told, onServer, operations, folder } = await open()
  goOffline()
  const { undo } = await act([1], { kind: 'copy', to: folder('Archive').id })
  await act([1], { kind: 'copy', to: folder('Sent').id }, 'Archive')
  if (undo) await operations.undo(undo)
  goOnline()
  await told()
  expect([await onServer('Archive'), await onServer('Sent')]).toEqual([[], ['Mail 1']])
})

test('a copy that goes back to where the original was deleted is there', async () => {
  const { act, goOffline, goOnline, told, onServer, folder, shown } = await open()
  goOffline()
  await act([1], { kind: 'copy', to: folder('Archive').id })
  await act([1], { kind: 'delete' })
  await act([1], { kind: 'move', to: folder('INBOX').id }, 'Archive')
  expect([shown(), shown('Archive')]).toEqual([['Mail 1'], []])
  goOnline()
  await told()
  expect([await onServer(), await onServer('Archive')]).toEqual([['Mail 1'], []])
})

test('a copy has the star that its original had before it was deleted', async () => {
  const { act, goOffline, goOnline, told, onServer, folder } = await open()
  goOffline()
  await act([1], { kind: 'flag', flag: 'flagged', on: true })
  await act([1], { kind: 'copy', to: folder('Archive').id })
  await act([1], { kind: 'delete' })
  goOnline()
  await told()
  expect([await onServer(), await onServer('Archive')]).toEqual([[], ['Mail 1 \\Flagged']])
})

test('undo of a flag leaves a copy alone that had it before', async () => {
  const { act, told, operations, folder, other, session, shown } = await open()
  await act([1], { kind: 'copy', to: folder('Archive').id })
  await told()
  await other.mailboxOpen('Archive')
  await other.messageFlagsAdd('1:*', ['\\Seen'])
  await session.sync()
  const { undo } = await act([1], { kind: 'flag', flag: 'seen', on: true })
  if (undo) await operations.undo(undo)
  expect([shown(), shown('Archive')]).toEqual([['Mail 1'], ['Mail 1 \\Seen']])
})

/** The connection is found dead as the folder is opened; a new one works. */
async function openWithDeadConnection() {
  const mailbox = await open()
  let opened = 0
  mailbox.line.beforeOpening = () => {
    opened += 1
    if (opened === 1) throw new MailError('connection-lost')
  }
  const rest = async () => {
    await vi.waitFor(() => expect(opened).toBeGreaterThan(1))
    mailbox.goOnline()
    await mailbox.told()
    await mailbox.session.sync()
  }
  return { ...mailbox, rest }
}

test('a star that is taken back while its connection is found dead is not set', async () => {
  const { act, rest, onServer, shown } = await openWithDeadConnection()
  await act([1], { kind: 'flag', flag: 'flagged', on: true })
  await act([1], { kind: 'flag', flag: 'flagged', on: false })
  await rest()
  expect([await onServer(), shown()]).toEqual([['Mail 1'], ['Mail 1']])
})

test('nor is a mail moved that was moved back', async () => {
  const { act, rest, onServer, folder, shown } = await openWithDeadConnection()
  await act([1], { kind: 'archive' })
  await act([1], { kind: 'move', to: folder('INBOX').id }, 'Archive')
  await rest()
  expect([await onServer(), await onServer('Archive'), shown()]).toEqual([['Mail 1'], [], ['Mail 1']])
})
