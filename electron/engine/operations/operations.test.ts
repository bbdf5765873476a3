import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { Act } from '../../../shared/models/operation.ts'
import { silentLog } from '../log/log.ts'
import { openImap } from '../network/open-imap.ts'
import { listAccounts } from '../store/accounts.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { readServerFolder } from '../testing/mailbox-on-server.ts'
import { openTestSession } from '../testing/test-session.ts'
import { createOperations, type OperationParts } from './operations.ts'

vi.setConfig({ testTimeout: 30_000 })

let dovecot: Dovecot
let lastUser = 0

beforeAll(async () => {
  dovecot = await startDovecot({
    users: Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`user${n}`, 'secret'])),
  })
})
afterAll(() => dovecot.remove())

function mails(count: number): string[] {
  return Array.from(
    { length: count },
    (_, n) => `Subject: Mail ${n + 1}\r\nMessage-ID: <${n + 1}@example.org>\r\n\r\nText ${n + 1}`,
  )
}

/** A user with mails in the inbox, synced, and what that user can do to them. */
async function open(count: number, server = dovecot) {
  lastUser += 1
  const user = `user${lastUser}`
  server.deliver(user, mails(count))
  const at = { host: '127.0.0.1', port: server.port, security: 'none' as const, user }
  const opened = openTestSession(at)
  const { store, session, rows, folder } = opened
  await session.sync()
  const [account] = listAccounts(store.read)
  if (account === undefined) throw new Error('no account')
  const events: string[] = []
  const parts: OperationParts = {
    ...{ store, log: silentLog },
    inFolder: (_account, path, act) => session.inFolder(path, act),
    folderChanged: () => events.push('folder.changed'),
    messageChanged: () => events.push('message.changed'),
    operationChanged: () => events.push('operation.changed'),
  }
  const start = (changes: Partial<OperationParts> = {}) => {
    const operations = createOperations({ ...parts, ...changes })
    onTestFinished(() => operations.stop())
    return operations
  }
  const operations = start()
  const other = await openImap(at, 'secret')
  onTestFinished(() => other.close())
  const id = (n: number, path = 'INBOX') => {
    const row = rows(path).find(({ subject }) => subject === `Mail ${n}`)
    if (row === undefined) throw new Error(`no mail ${n} in ${path}`)
    return row.id
  }
  return {
    ...opened,
    ...{ operations, start, account, events, id, other },
    act: (numbers: readonly number[], act: Act, path = 'INBOX', by = operations) =>
      by.act(
        numbers.map((n) => id(n, path)),
        folder(path).id,
        act,
      ),
    onServer: (path = 'INBOX') => readServerFolder(other, path),
    shown: (path = 'INBOX') =>
      rows(path)
        .map(
          ({ subject, unread, flagged }) =>
            subject + (unread ? '' : ' \\Seen') + (flagged ? ' \\Flagged' : ''),
        )
        .sort(),
    /** Ends when the server has been told of all that it takes. */
    async told(by = operations) {
      await vi.waitFor(() => expect(by.list().filter(({ state }) => state === 'waiting')).toEqual([]), 20_000)
    },
  }
}

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
  expect(operations.list()).toEqual([])
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
