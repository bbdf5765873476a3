import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import type { UndoId } from '../../../shared/models/operation.ts'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { readServerFolder } from '../testing/mailbox-on-server.ts'
import { openTestOperations, testUsers } from '../testing/test-operations.ts'

/** RUNS=200 for more; SEED for chance that is another. */
const runs = Number(process.env['RUNS'] ?? 20)
const seed = Number(process.env['SEED'] ?? 5)

vi.setConfig({ testTimeout: 120_000 + 10_000 * runs })

let servers: Dovecot[]
beforeAll(async () => {
  servers = await Promise.all(
    [{}, { capability: 'IMAP4rev1 SPECIAL-USE' }].map((options) =>
      startDovecot({ users: testUsers, ...options }),
    ),
  )
})
afterAll(() => Promise.all(servers.map((server) => server.remove())))

const FOLDERS = ['INBOX', 'Archive', 'Junk', 'Trash', 'Sent'] as const
const step = fc.record({
  does: fc.constantFrom(
    ...(['flag', 'move', 'move', 'copy', 'copy', 'delete', 'undo', 'undo', 'empty'] as const),
    ...(['offline', 'online', 'lost answer', 'restart', 'sync'] as const),
  ),
  /** Of the folders that have the mail, which. */
  from: fc.nat({ max: FOLDERS.length - 1 }),
  to: fc.constantFrom(...FOLDERS),
  flag: fc.constantFrom('seen' as const, 'flagged' as const),
  on: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** The folders that have the mail, with its flags there. */
type Copies = Map<string, Set<'seen' | 'flagged'>>
/** null: what the user would see then is nobody's promise. */
type Back = (copies: Copies) => Copies | null

const listOf = (copies: Copies) =>
  [...copies].map(([path, flags]) => [path, ...[...flags].sort()].join(' ')).sort()

/** What the user means by it, done on `copies`; undefined: it can't be done now. */
function expectOf(copies: Copies, { does, to, flag, on }: Step, from: string): Back | undefined {
  const flags = copies.get(from)
  if (does === 'flag') {
    const changed = [...copies].filter(([, there]) => there.has(flag) !== on).map(([path]) => path)
    for (const there of copies.values()) on ? there.add(flag) : there.delete(flag)
    return (now) => {
      if (changed.length !== now.size || !changed.every((path) => now.has(path))) return null
      for (const there of now.values()) on ? there.delete(flag) : there.add(flag)
      return now
    }
  }
  if (flags === undefined || copies.has(to)) return undefined
  copies.set(to, new Set(flags))
  if (does === 'move') copies.delete(from)
  return (now) => {
    const there = now.get(to)
    if (there === undefined || (does === 'move' && now.has(from))) return null
    now.delete(to)
    if (does === 'move') now.set(from, there)
    return now
  }
}

async function play(kind: number, steps: readonly Step[]): Promise<void> {
  const dovecot = servers[kind]
  if (dovecot === undefined) throw new Error('no server')
  const mailbox = await openTestOperations(dovecot, 1, { silent: kind === 1 })
  const { session, folders, act, folder, shown } = mailbox
  let copies: Copies = new Map([['INBOX', new Set()]])
  let undos: { undo: UndoId; back: Back }[] = []
  const log: string[] = []
  let hasSynced = false

  const here = () =>
    folders()
      .flatMap(({ path }) => shown(path).map((said) => listed(path, said)))
      .sort()
  async function onServer(): Promise<string[]> {
    const at = {
      host: '127.0.0.1',
      port: mailbox.dovecot.port,
      security: 'none' as const,
      user: mailbox.user,
    }
    const client = await openImap(at, 'secret')
    const found: string[] = []
    for (const path of FOLDERS) {
      const mails = await readServerFolder(client, path)
      found.push(...mails.map((said) => listed(path, said)))
    }
    client.close()
    return found.sort()
  }

  for (const one of steps) {
    const paths = [...copies.keys()]
    const from = paths[one.from % Math.max(1, paths.length)]
    switch (one.does) {
      case 'flag':
      case 'move':
      case 'copy': {
        if (from === undefined) continue
        const back = expectOf(copies, one, from)
        if (back === undefined) continue
        const { does: kind, flag, on, to } = one
        const given = kind === 'flag' ? { kind, flag, on } : { kind, to: folder(to).id }
        const { undo } = await act([1], given, from)
        if (undo) undos.push({ undo, back })
        break
      }
      case 'delete':
      case 'empty': {
        const path = one.does === 'empty' ? 'Trash' : from
        if (path === undefined || !copies.delete(path)) continue
        if (one.does === 'empty') await mailbox.operations.empty(folder(path).id)
        else await act([1], { kind: 'delete' }, path)
        undos = []
        break
      }
      case 'undo': {
        const last = undos.pop()
        const after = last?.back(new Map([...copies].map(([path, flags]) => [path, new Set(flags)]))) ?? null
        if (last === undefined || after === null) continue
        await mailbox.operations.undo(last.undo)
        copies = after
        break
      }
      case 'offline':
        mailbox.goOffline()
        break
      case 'online':
        mailbox.goOnline()
        break
      case 'lost answer': {
        let isNext = true
        mailbox.line.afterEffect = () => {
          if (!isNext) return
          isNext = false
          throw new MailError('connection-lost')
        }
        break
      }
      case 'restart':
        await mailbox.restart()
        break
      case 'sync':
        await session.sync()
        hasSynced = true
    }
    log.push(`${one.does} ${from} ${one.to} ${one.flag} ${one.on}`)
    // A sync amid acts of which nobody knows yet how they ended can't tell one copy in a folder from another.
    if (!hasSynced) expect(here(), log.join(', ')).toEqual(listOf(copies))
  }
  const settled = () =>
    vi.waitFor(() => {
      mailbox.goOnline()
      expect(mailbox.operations.list().waiting, log.join(', ')).toBe(0)
    }, 20_000)
  await settled()
  await session.sync()
  await settled()
  expect(await onServer(), log.join(', ')).toEqual(listOf(copies))
  expect(here(), log.join(', ')).toEqual(listOf(copies))
}

/** "Mail 1 \Flagged" in a folder as `listOf` says it. */
function listed(path: string, said: string): string {
  const flags = ['flagged', 'seen'].filter((flag) => said.toLowerCase().includes(`\\${flag}`))
  return [path, ...flags].join(' ')
}

test('a mail that lies in several folders is on the server where the user has it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1 }), fc.array(step, { minLength: 8, maxLength: 24 }), play),
    { numRuns: runs, seed, endOnFailure: true },
  )
})
