import type { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

/** By what a server announces, a folder is synced in quite different ways. */
const CAPABILITIES = {
  'all that Dovecot has': undefined,
  'CONDSTORE without QRESYNC': 'IMAP4rev1 ENABLE CONDSTORE ESEARCH LIST-EXTENDED LIST-STATUS UIDPLUS MOVE',
  'nothing but IMAP4rev1': 'IMAP4rev1',
}
const users = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`user${n}`, 'secret']))
const servers = new Map<string, Dovecot>()
let lastUser = 0

beforeAll(async () => {
  for (const [name, capability] of Object.entries(CAPABILITIES)) {
    servers.set(name, await startDovecot({ users, ...(capability === undefined ? {} : { capability }) }))
  }
})
afterAll(async () => {
  for (const server of servers.values()) await server.remove()
})

const mail = (n: number) =>
  `From: a@b.example\r\nSubject: Mail ${n}\r\nMessage-ID: <${n}@b.example>\r\n\r\nText ${n}`

interface Mailbox {
  elsewhere(act: (client: ImapFlow) => Promise<unknown>): Promise<void>
  deliver(mails: number[], folder?: string): void
  newUidValidity(): Promise<void>
  loseIndex(): Promise<void>
}

/** The inbox holds mails 1 to 5 before, the archive holds 6. `fetched`: how many bodies come afterwards. */
const SCENARIOS: {
  name: string
  act(mailbox: Mailbox): unknown
  inbox: string[]
  archive?: string[]
  fetched: number
}[] = [
  { name: 'nothing', act: () => {}, inbox: ['1', '2', '3', '4', '5'], fetched: 0 },
  {
    name: 'new mails',
    act: ({ deliver }) => deliver([7, 8]),
    inbox: ['1', '2', '3', '4', '5', '7', '8'],
    fetched: 2,
  },
  {
    name: 'changed flags',
    act: ({ elsewhere }) =>
      elsewhere(async (client) => {
        await client.messageFlagsAdd('1:2', ['\\Seen'], { uid: true })
        await client.messageFlagsAdd('2:3', ['\\Flagged'], { uid: true })
        await client.messageFlagsRemove('1', ['\\Seen'], { uid: true })
      }),
    inbox: ['1', '2 read starred', '3 starred', '4', '5'],
    fetched: 0,
  },
  {
    name: 'expunged mails',
    act: ({ elsewhere }) => elsewhere((client) => client.messageDelete('2,4', { uid: true })),
    inbox: ['1', '3', '5'],
    fetched: 0,
  },
  {
    name: 'as many new as expunged, and flags on both sides',
    async act({ elsewhere, deliver }) {
      deliver([7, 8])
      await elsewhere(async (client) => {
        await client.messageDelete('1,5', { uid: true })
        await client.messageFlagsAdd('3,7', ['\\Flagged'], { uid: true })
      })
    },
    inbox: ['2', '3 starred', '4', '7', '8 starred'],
    fetched: 2,
  },
  {
    name: 'a mail that came and went unseen',
    async act({ elsewhere, deliver }) {
      deliver([7])
      await elsewhere((client) => client.messageDelete('6', { uid: true }))
    },
    inbox: ['1', '2', '3', '4', '5'],
    fetched: 0,
  },
  {
    name: 'mails moved in and out',
    act: ({ elsewhere }) =>
      elsewhere(async (client) => {
        await client.messageMove('2', 'Archive', { uid: true })
        await client.mailboxOpen('Archive')
        await client.messageMove('1', 'INBOX', { uid: true })
      }),
    inbox: ['1', '3', '4', '5', '6'],
    archive: ['2'],
    fetched: 0,
  },
  {
    name: 'all gone',
    act: ({ elsewhere }) => elsewhere((client) => client.messageDelete('1:*', { uid: true })),
    inbox: [],
    fetched: 0,
  },
  {
    name: 'flags changed, and mod-sequences that begin anew',
    async act({ elsewhere, loseIndex }) {
      await elsewhere((client) => client.messageFlagsAdd('1:2', ['\\Seen'], { uid: true }))
      await loseIndex()
    },
    inbox: ['1 read', '2 read', '3', '4', '5'],
    fetched: 0,
  },
  {
    name: 'another UIDVALIDITY',
    act: ({ newUidValidity }) => newUidValidity(),
    inbox: ['1', '2', '3', '4', '5'],
    fetched: 0,
  },
  {
    name: 'another UIDVALIDITY, a mail less and one more',
    async act({ newUidValidity, elsewhere, deliver }) {
      await elsewhere((client) => client.messageDelete('3', { uid: true }))
      await newUidValidity()
      deliver([7])
    },
    inbox: ['1', '2', '4', '5', '7'],
    fetched: 1,
  },
]

for (const { name, act, inbox, archive = ['6'], fetched } of SCENARIOS) {
  test.each(Object.keys(CAPABILITIES))(`${name}: the same rows from a server with %s`, async (with_) => {
    const dovecot = servers.get(with_)
    if (dovecot === undefined) throw new Error(with_)
    lastUser += 1
    const user = `user${lastUser}`
    const server = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const, user, pin: null }
    const { session, rows, events } = openTestSession(server)
    const deliver: Mailbox['deliver'] = (mails, folder) => dovecot.deliver(user, mails.map(mail), folder)
    const bodies = () => events.filter(([event]) => event === 'message.changed').length
    const shown = (path: string) =>
      rows(path)
        .map(({ subject, unread, flagged, bodyState }) => {
          expect(bodyState).toBe('ready')
          return `${subject.slice(5)}${unread ? '' : ' read'}${flagged ? ' starred' : ''}`
        })
        .sort()
    async function elsewhere(act: (client: ImapFlow) => Promise<unknown>) {
      const client = await openImap(server, 'secret')
      await client.mailboxOpen('INBOX')
      await act(client)
      await client.logout()
    }
    async function whileStopped(change: () => void) {
      await dovecot?.stop()
      change()
      await dovecot?.start()
    }
    deliver([1, 2, 3, 4, 5])
    deliver([6], 'Archive')
    await elsewhere(async (client) => {
      await client.messageFlagsAdd('1:2', ['\\Flagged'], { uid: true })
      await client.messageFlagsRemove('1:2', ['\\Flagged'], { uid: true })
    })
    await session.sync()
    expect([shown('INBOX'), shown('Archive'), bodies()]).toEqual([['1', '2', '3', '4', '5'], ['6'], 6])

    await act({
      ...{ deliver, elsewhere },
      newUidValidity: () => whileStopped(() => dovecot.renewUidValidity(user)),
      loseIndex: () => whileStopped(() => dovecot.loseIndex(user)),
    })
    // A lost connection is no reason for a sync to fail, but the server was away.
    await session.sync().catch(() => session.sync())
    expect([shown('INBOX'), shown('Archive')]).toEqual([inbox, archive])
    expect(bodies() - 6).toBe(fetched)
    await session.sync()
    expect([shown('INBOX'), bodies() - 6]).toEqual([inbox, fetched])
  })
}
