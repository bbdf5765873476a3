import fc from 'fast-check'
import type { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Act, UndoId } from '../../../shared/models/operation.ts'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { type Deed, expectFrom, gather, type Mailboxes, toPlace } from '../testing/expected-mail.ts'
import { openTestOperations, testUsers, withMessageId, withoutMessageId } from '../testing/test-operations.ts'

/** RUNS=500 for chance that is another each time; SEED repeats what it has found. */
const runs = process.env['RUNS'] === undefined ? null : Number(process.env['RUNS'])
const seed = Number(process.env['SEED'] ?? (runs === null ? 11 : Date.now() % 1_000_000))

vi.setConfig({ testTimeout: 240_000 + 10_000 * (runs ?? 0) })

const SERVERS = [
  {},
  { capability: 'IMAP4rev1 ENABLE CONDSTORE ESEARCH LIST-EXTENDED LIST-STATUS UIDPLUS MOVE SPECIAL-USE' },
  { capability: 'IMAP4rev1 SPECIAL-USE' },
]
let servers: Dovecot[]
beforeAll(async () => {
  servers = await Promise.all(SERVERS.map((options) => startDovecot({ users: testUsers, ...options })))
})
afterAll(() => Promise.all(servers.map((server) => server.remove())))

const FOLDERS = ['INBOX', 'Archive', 'Junk', 'Trash', 'Work'] as const
const MAILS = 4
/** Is never touched: a folder that is renamed is known by it. */
const ANCHOR = 'Mail 99'
const mail = fc.integer({ min: 1, max: MAILS + 2 })
const to = fc.constantFrom(...FOLDERS)
const flag = fc.constantFrom('seen' as const, 'flagged' as const)
const USER = ['flag', 'move', 'copy', 'delete', 'undo', 'empty'] as const
const OTHER = ['other flags', 'other moves', 'other expunges', 'delivery', 'rename', 'new era'] as const
const SELF = ['sync', 'restart', 'offline', 'offline', 'online'] as const
/** Each has what any of them needs. */
const step = fc.record({
  does: fc.constantFrom(...USER, ...OTHER, ...SELF),
  mail,
  to,
  flag,
  on: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const keyOf = (path: string) => (path.startsWith('Work') ? 'Work' : path)
const nameOf = (flag: 'seen' | 'flagged') => (flag === 'seen' ? '\\Seen' : '\\Flagged')
const hasName = (n: number) => n % 3 > 0
const write = (n: number) => (hasName(n) ? withMessageId(n) : withoutMessageId(n))

async function play(kind: number, steps: readonly Step[]): Promise<void> {
  const dovecot = servers[kind]
  if (dovecot === undefined) throw new Error('no server')
  const mailbox = await openTestOperations(dovecot, MAILS, { mail: write, silent: kind === 2 })
  const { user, session, folders, rows, told, other, act } = mailbox
  await other.mailboxCreate('Work 0')
  dovecot.deliver(user, [write(99)], 'Work 0')
  other.close()
  await session.sync()
  let syncing: Promise<unknown> = Promise.resolve()
  let mails = MAILS
  let renames = 0
  let undoable: { undo: UndoId; mail: string; deed: Deed; isIdle: boolean } | null = null
  let hasUserActed = false
  let isDirty = true
  let expected = expectFrom(await readServer())

  async function elsewhere<T>(use: (client: ImapFlow) => Promise<T>): Promise<T> {
    const client = await openImap(
      { host: '127.0.0.1', port: dovecot?.port ?? 0, security: 'none', user },
      'secret',
    )
    try {
      return await use(client)
    } finally {
      client.close()
    }
  }

  function readServer(): Promise<Mailboxes> {
    return elsewhere(async (client) => {
      const found: { mail: string; place: string }[] = []
      for (const { path } of await client.list()) {
        const { exists } = await client.mailboxOpen(path, { readOnly: true })
        if (exists === 0) continue
        for (const { envelope, flags } of await client.fetchAll('1:*', { envelope: true, flags: true })) {
          const names = ['\\Flagged', '\\Seen'].filter((name) => flags?.has(name))
          found.push({ mail: envelope?.subject ?? '', place: toPlace(keyOf(path), names) })
        }
      }
      return gather(found)
    })
  }

  function readShown(): Mailboxes {
    return gather(
      folders().flatMap(({ path }) =>
        rows(path).map(({ subject, unread, flagged }) => {
          const names = [...(flagged ? ['\\Flagged'] : []), ...(unread ? [] : ['\\Seen'])]
          return { mail: subject, place: toPlace(keyOf(path), names) }
        }),
      ),
    )
  }

  /** All comes to rest, and the user's last acts must have won. */
  async function rest(): Promise<void> {
    if (mailbox.line.online && !isDirty) return
    mailbox.goOnline()
    await told()
    await syncing
    await session.sync()
    await told()
    await session.sync()
    const there = await readServer()
    expect(expected.compare(there)).toEqual([])
    expect(expectFrom(there).compare(readShown())).toEqual([])
    expect(mailbox.operations.list()).toMatchObject({ waiting: 0, failed: 0 })
    expected = expectFrom(there)
    hasUserActed = false
    isDirty = false
  }

  function placesOf(n: number) {
    return folders().flatMap(({ path }) => {
      const row = rows(path).find(({ subject }) => subject === `Mail ${n}`)
      return row ? [{ path, row }] : []
    })
  }

  const pathOf = (key: string) => folders().find(({ path }) => keyOf(path) === key)

  async function asUser(one: Step): Promise<void> {
    hasUserActed = true
    if (one.does === 'undo') return takeBack()
    if (one.does === 'empty') return empty()
    const [place, ...more] = placesOf(one.mail)
    if (place === undefined) return
    const [name, from] = [`Mail ${one.mail}`, keyOf(place.path)]
    if (one.does === 'flag') {
      const isIdle = one.on === (one.flag === 'seen' ? !place.row.unread : place.row.flagged)
      const deed: Deed = { kind: 'flag', flag: nameOf(one.flag), on: one.on }
      await carryOut({ kind: 'flag', flag: one.flag, on: one.on }, deed, { ...deed, on: !one.on }, isIdle)
      return
    }
    // A copy elsewhere makes of a move what no two programs agree on.
    if (more.length > 0) return
    if (one.does === 'delete') {
      await carryOut({ kind: 'delete' }, { kind: 'move', from, to: null }, null)
      return
    }
    const target = pathOf(one.to)
    if (target === undefined || one.to === from) return
    if (one.does === 'copy') {
      // Copies of a mail without Message-ID are mails of their own.
      if (!hasName(one.mail)) return
      await carryOut(
        { kind: 'copy', to: target.id },
        { kind: 'copy', to: one.to },
        { kind: 'uncopy', from: one.to },
      )
    } else {
      await carryOut(
        { kind: 'move', to: target.id },
        { kind: 'move', from, to: one.to },
        { kind: 'move', from: one.to, to: from },
      )
    }

    async function carryOut(wish: Act, deed: Deed, back: Deed | null, isIdle = false): Promise<void> {
      const { undo } = await act(
        [one.does === 'undo' || one.does === 'empty' ? 0 : one.mail],
        wish,
        place?.path,
      )
      expected.byUser(name, deed, !isIdle)
      undoable = undo !== null && back !== null ? { undo, mail: name, deed: back, isIdle } : null
    }
  }

  async function takeBack(): Promise<void> {
    if (undoable === null) return
    const { undo, mail, deed, isIdle } = undoable
    undoable = null
    try {
      await mailbox.operations.undo(undo)
      expected.byUser(mail, deed, !isIdle)
    } catch (error) {
      // Another program has taken it elsewhere, and a sync has seen that.
      expect(error).toMatchObject({ code: 'not-found' })
    }
  }

  async function empty(): Promise<void> {
    const names = rows('Trash').map(({ subject }) => subject)
    if (names.some((name) => placesOf(Number(name.slice(5))).length > 1)) return
    const trash = pathOf('Trash')
    if (trash) await mailbox.operations.empty(trash.id)
    for (const name of names) expected.byUser(name, { kind: 'move', from: 'Trash', to: null }, true)
  }

  async function asOther(one: Step): Promise<void> {
    // What the server was told already is earlier than this.
    if (mailbox.line.online && hasUserActed) await rest()
    if (one.does === 'delivery') {
      mails += 1
      dovecot?.deliver(user, [write(mails)])
      expected.byOther(`Mail ${mails}`, { kind: 'deliver', to: 'INBOX' })
    } else if (one.does === 'rename') {
      renames += 1
      await elsewhere((client) => client.mailboxRename(`Work ${renames - 1}`, `Work ${renames}`))
    } else if (one.does === 'new era') {
      await syncing
      await dovecot?.stop()
      dovecot?.renewUidValidity(user)
      await dovecot?.start()
    } else {
      const name = `Mail ${one.mail}`
      await elsewhere(async (client) => {
        const all = await findAll(client, name)
        const [at] = all
        if (at === undefined || all.length > 1) return
        await client.mailboxOpen(at.path)
        if (one.does === 'other expunges') {
          await client.messageDelete(at.uid, { uid: true })
          expected.byOther(name, { kind: 'move', from: keyOf(at.path), to: null })
        } else if (one.does === 'other moves') {
          const target = (await client.list()).find(({ path }) => keyOf(path) === one.to)
          if (target === undefined || target.path === at.path) return
          await client.messageMove(at.uid, target.path, { uid: true })
          expected.byOther(name, { kind: 'move', from: keyOf(at.path), to: one.to })
        } else {
          const names = [nameOf(one.flag)]
          if (one.on) await client.messageFlagsAdd(at.uid, names, { uid: true })
          else await client.messageFlagsRemove(at.uid, names, { uid: true })
          expected.byOther(name, { kind: 'flag', flag: nameOf(one.flag), on: one.on })
        }
      })
    }
  }

  for (const one of steps) {
    isDirty ||= one.does !== 'offline' && one.does !== 'online'
    if (isOneOf(USER, one.does)) await asUser(one)
    else if (isOneOf(OTHER, one.does)) await asOther(one)
    else if (one.does === 'restart') await mailbox.restart()
    else if (one.does === 'sync') {
      const before = syncing
      // It goes on while others act.
      syncing = session.sync().then(
        () => before,
        () => before,
      )
    } else {
      await rest()
      if (one.does === 'offline') mailbox.goOffline()
    }
  }
  await rest()
  expect(readShown().get(ANCHOR)).toEqual(['Work'])
}

function isOneOf(all: readonly string[], one: string): boolean {
  return all.includes(one)
}

async function findAll(client: ImapFlow, subject: string): Promise<{ path: string; uid: string }[]> {
  const found: { path: string; uid: string }[] = []
  for (const { path } of await client.list()) {
    const { exists } = await client.mailboxOpen(path, { readOnly: true })
    const rows = exists === 0 ? [] : await client.fetchAll('1:*', { uid: true, envelope: true })
    for (const { uid, envelope } of rows)
      if (envelope?.subject === subject) found.push({ path, uid: `${uid}` })
  }
  return found
}

test("whatever user and another program do, the user's last act wins, and both sides have the same", async () => {
  const steps = fc.array(step, { minLength: 3, maxLength: 14 })
  const kind = fc.integer({ min: 0, max: SERVERS.length - 1 })
  await fc.assert(fc.asyncProperty(kind, steps, play), {
    numRuns: runs ?? 8,
    seed,
    endOnFailure: runs === null,
  })
})
