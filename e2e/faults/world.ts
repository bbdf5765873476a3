import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import { openImap } from '../../electron/engine/network/open-imap.ts'
import { openMailFile } from '../../electron/engine/store/mail-file.ts'
import { createTurns } from '../../electron/engine/sync/turns.ts'
import { type Dovecot, startDovecot } from '../../electron/engine/testing/dovecot.ts'
import type { AccountId } from '../../shared/models/account.ts'
import { type EngineProcess, KEY, startEngineProcess, Unanswered } from './engine-process.ts'
import { type Line, openLine } from './line.ts'

const USER = 'reader'
const PASSWORD = 'secret'

/** A mail that nobody touches: a folder that is renamed is known by the mails in it. */
export const ANCHOR = 'anchor'

/** How subjects of mails without Message-ID begin: copies of such a mail are mails of their own for Curtain. */
export const NAMELESS = 'n'

/** What a server announces; without the first of them it says nowhere where it puts mails. */
const CAPABILITIES = [
  undefined,
  'IMAP4rev1 ENABLE CONDSTORE ESEARCH LIST-EXTENDED LIST-STATUS UIDPLUS MOVE IDLE SPECIAL-USE',
  'IMAP4rev1 ENABLE CONDSTORE MOVE IDLE SPECIAL-USE',
  'IMAP4rev1 UIDPLUS',
  'IMAP4rev1',
]
const INDEX = CAPABILITIES.map((_, index) => index)

export type Victim = 'engine' | 'server' | 'sessions'

/** A folder, whatever it is called now. */
export function keyOf(path: string): string {
  return path.startsWith('Work') ? 'Work' : path
}

/** The server was killed while it was asked. */
function isLost(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('connection-')
}

/** An engine with its data, its server, and what lies between them. */
export interface World {
  engine(): EngineProcess
  accountId(): AccountId
  dovecot: Dovecot
  /** Another program's connection, past the line. */
  connectOther(): Promise<ImapFlow>
  /** Acts of another program, during which the server is not killed. */
  turn<T>(act: () => Promise<T>): Promise<T>
  /** @param padding bytes, so that no two are of one size. @returns its subject. */
  deliver(padding: number, folder?: string): string
  killEngine(): Promise<void>
  startEngine(): void
  /** Kills it, and starts it again. */
  kill(victim: Victim): Promise<void>
  /** When the server next starts, it is one of another kind. */
  changeServer(pick: <T>(all: readonly T[]) => T | undefined): void
  /** A new data folder: all begins anew. */
  forgetAll(): Promise<void>
  ensureAccount(): Promise<void>
  /** Rows of a mail, to see by why it is shown as it is. */
  stored(subject: string): string
  /** What was wrong with the data of engines that were killed. */
  damages: string[]
  remove(): Promise<void>
}

export async function createWorld(): Promise<World> {
  const dovecot = await startDovecot({ users: { [USER]: PASSWORD } })
  const line: Line = await openLine(dovecot.port)
  const turns = createTurns<'other'>()
  const damages: string[] = []
  let dataDir = mkdtempSync(join(tmpdir(), 'curtain-faults-'))
  let engine = startEngineProcess(dataDir, PASSWORD)
  let accountId = 0 as AccountId
  let lastMail = 0
  const server = { host: '127.0.0.1', security: 'none' as const, user: USER, pin: null }

  /** A copy is looked at, for the engine is to meet what the kill has left. */
  function lookInto<T>(read: (database: ReturnType<typeof openMailFile>) => T): T {
    const copy = mkdtempSync(join(tmpdir(), 'curtain-copy-'))
    try {
      for (const name of ['mail.db', 'mail.db-wal']) {
        if (existsSync(join(dataDir, name))) cpSync(join(dataDir, name), join(copy, name))
      }
      const database = openMailFile(join(copy, 'mail.db'), KEY)
      try {
        return read(database)
      } finally {
        database.close()
      }
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  }

  function checkDatabase(): void {
    const answer = lookInto((database) => database.pragma('integrity_check', { simple: true }))
    if (answer !== 'ok') damages.push(`integrity_check says ${answer}`)
  }

  const world: World = {
    dovecot,
    damages,
    stored: (subject) =>
      lookInto((database) => {
        const of = 'WHERE message_id IN (SELECT id FROM messages WHERE subject = ?)'
        const places = `SELECT path, highest_modseq, uid, flags, placements.unread FROM placements
          JOIN folders ON folders.id = folder_id ${of}`
        const rows = [places, `SELECT * FROM operations ${of}`].flatMap((query) =>
          database.prepare(query).all(subject),
        )
        return JSON.stringify(rows)
      }),
    engine: () => engine,
    accountId: () => accountId,
    connectOther: () => openImap({ ...server, port: dovecot.port }, PASSWORD),
    turn: (act) => turns('other', act),
    deliver(padding, folder) {
      lastMail += 1
      const number = String(lastMail).padStart(6, '0')
      const hasName = lastMail % 3 > 0
      const mail = folder === undefined ? `${hasName ? 'm' : NAMELESS}${number}` : ANCHOR
      const id = hasName ? `Message-ID: <${mail}@faults.example>\r\n` : ''
      // Two that are of one size and second, and have no name, nobody can tell from each other.
      const own = 'x'.repeat(lastMail % 997)
      const text = `Text ${mail}\r\n`.repeat(1 + padding / 20)
      dovecot.deliver(
        USER,
        [`From: a@b.example\r\nSubject: ${mail}\r\n${id}X-Own: ${own}\r\n\r\n${text}`],
        folder,
      )
      return mail
    },
    async killEngine() {
      await engine.kill()
      checkDatabase()
    },
    startEngine() {
      engine = startEngineProcess(dataDir, PASSWORD)
    },
    async kill(victim) {
      if (victim === 'engine') {
        await world.killEngine()
        world.startEngine()
      } else {
        await world.turn(async () => {
          await dovecot.kill(victim === 'server' ? 'all' : 'sessions')
          if (victim === 'server') await dovecot.start()
        })
      }
    },
    changeServer(pick) {
      const kind = pick(INDEX) ?? 0
      const capability = CAPABILITIES[kind]
      dovecot.announce(capability)
      line.saysWhere = capability === undefined || capability.includes('UIDPLUS')
    },
    async forgetAll() {
      await engine.kill()
      rmSync(dataDir, { recursive: true, force: true })
      dataDir = mkdtempSync(join(tmpdir(), 'curtain-faults-'))
      world.startEngine()
    },
    async ensureAccount() {
      for (;;) {
        try {
          const [known] = await engine.call('account.list', undefined)
          const draft = { ...server, port: line.port, address: 'reader@example.org', displayName: '' }
          const { id } = known ?? (await engine.call('account.add', { ...draft, password: PASSWORD }))
          accountId = id
          return
        } catch (error) {
          if (!(error instanceof Unanswered) && !isLost(error)) throw error
          await pause(20)
        }
      }
    },
    async remove() {
      await engine.kill()
      line.close()
      await dovecot.remove()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return world
}
