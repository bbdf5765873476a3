import type { ImapFlow } from 'imapflow'
import { expect, onTestFinished, vi } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { Act } from '../../../shared/models/operation.ts'
import { silentLog } from '../log/log.ts'
import { type ImapServer, openImap } from '../network/open-imap.ts'
import { createOperations, type OperationParts } from '../operations/operations.ts'
import { listAccounts } from '../store/accounts.ts'
import { deriveMessage } from '../sync/derive-message.ts'
import type { Dovecot } from './dovecot.ts'
import { readServerFolder } from './mailbox-on-server.ts'
import { openTestSession } from './test-session.ts'

let lastUser = 0

/** So many users as tests may ask for. */
export const testUsers = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`user${n}`, 'secret']))

function mail(n: number, header: string): string {
  return `Subject: Mail ${n}\r\n${header}\r\nText ${n}`
}

export const withMessageId = (n: number) => mail(n, `Message-ID: <${n}@example.org>\r\n`)
export const withoutMessageId = (n: number) => mail(n, `X-Padding: ${'x'.repeat(n)}\r\n`)

/** The same, telling of each command that is to change something; its server never says where it has put a mail. */
function listenedTo(client: ImapFlow, told: (command: string) => Promise<void>, silent: boolean): ImapFlow {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (!/^m(?:essage|ailboxCreate)/.test(String(name))) return value.bind(target)
      return async (...input: unknown[]) => {
        await told(String(name))
        const answer = await value.apply(target, input)
        const isSilent = silent && (name === 'messageMove' || name === 'messageCopy')
        return isSilent && answer ? { ...answer, uidMap: undefined } : answer
      }
    },
  })
}

interface Options {
  mail?: (n: number) => string
  silent?: boolean
}

/** Of an account with so many mails in the inbox, synced: what its user does and sees, and what its server has. */
export async function openTestOperations(dovecot: Dovecot, count: number, options: Options = {}) {
  lastUser += 1
  const user = `user${lastUser}`
  const write = options.mail ?? withMessageId
  dovecot.deliver(
    user,
    Array.from({ length: count }, (_, n) => write(n + 1)),
  )
  const at = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const, user }
  const mailbox = await operateOn(at, options)
  const other = await openImap(at, 'secret')
  onTestFinished(() => other.close())
  return {
    ...mailbox,
    // Spread, it would stay the first one.
    get operations() {
      return mailbox.operations
    },
    ...{ dovecot, user, other, write },
    onServer: (path = 'INBOX') => readServerFolder(other, path),
  }
}

/** The same of any server, as far as the user's side goes. */
export async function operateOn(at: ImapServer, { silent = false }: Options = {}) {
  const opened = openTestSession(at)
  const { store, session, rows, folder } = opened
  await session.sync()
  const [account] = listAccounts(store.read)
  if (account === undefined) throw new Error('no account')

  const line = {
    online: true,
    /** Called before a folder is opened. */
    beforeOpening(_path: string) {},
    /** Called before the server is told to change something. */
    async beforeCommand() {},
    /** Called when the server has done what it was asked, before that is known here. */
    afterEffect() {},
  }
  /** How far the clock is off, in ms. */
  const clock = { ahead: 0 }
  const commands: string[] = []
  const events: [name: string, id: number][] = []
  const parts: OperationParts = {
    ...{ store, log: silentLog },
    // None of these tests waits for a back-off.
    random: () => 0,
    now: () => Date.now() + clock.ahead,
    async inFolder(_account, path, act) {
      if (!line.online) throw new MailError('host-not-found')
      line.beforeOpening(path)
      return session.inFolder(path, async (client, opened) => {
        const told = (command: string) => {
          commands.push(command)
          return line.beforeCommand()
        }
        const result = await act(listenedTo(client, told, silent), opened)
        line.afterEffect()
        return result
      })
    },
    async look() {
      if (!line.online) throw new MailError('host-not-found')
      return session.lookAround()
    },
    derive: async (source) => deriveMessage(source, []),
    folderChanged: (id) => void events.push(['folder', id]),
    messageChanged: (id) => void events.push(['message', id]),
    operationChanged: (id) => void events.push(['operation', id]),
  }
  const start = () => {
    const operations = createOperations(parts)
    onTestFinished(() => operations.stop())
    return operations
  }
  const user1 = { operations: start() }

  function id(n: number, path = 'INBOX'): MessageId {
    const row = rows(path).find(({ subject }) => subject === `Mail ${n}`)
    if (row === undefined) throw new Error(`no mail ${n} in ${path}`)
    return row.id
  }

  return {
    ...opened,
    ...{ account, line, clock, commands, events, id },
    get operations() {
      return user1.operations
    },
    act: (numbers: readonly number[], act: Act, path = 'INBOX') =>
      user1.operations.act(
        numbers.map((n) => id(n, path)),
        folder(path).id,
        act,
      ),
    /** Subjects with what the list shows of them, ordered. */
    shown: (path = 'INBOX') =>
      rows(path)
        .map(({ subject, unread, flagged }) =>
          [subject, ...(flagged ? ['\\Flagged'] : []), ...(unread ? [] : ['\\Seen'])].join(' '),
        )
        .sort(),
    /** Ends when the server has been told of all. */
    async told() {
      await vi.waitFor(() => expect(user1.operations.list().waiting).toBe(0), 20_000)
    },
    /** Ends when something has failed, however often it is tried before. */
    async failed() {
      await vi.waitFor(() => {
        user1.operations.resume()
        expect(user1.operations.list().failed).toBeGreaterThan(0)
      }, 20_000)
      return user1.operations.list().first.filter(({ state }) => state === 'failed')
    },
    goOffline() {
      line.online = false
    },
    goOnline() {
      line.online = true
      user1.operations.resume()
    },
    /** The program ends and starts again. */
    async restart() {
      await user1.operations.stop()
      user1.operations = start()
    },
  }
}
