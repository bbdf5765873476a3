import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { openImap } from '../../electron/engine/network/open-imap.ts'
import { startDovecot } from '../../electron/engine/testing/dovecot.ts'
import type { AccountId } from '../../shared/models/account.ts'
import { type EngineProcess, startEngineProcess, Unanswered } from './engine-process.ts'
import { expectFrom } from './expected.ts'
import { createRandom } from './random.ts'
import { readServer, readShown, toMailboxes } from './read-mailboxes.ts'
import { actAsOther, deliver } from './server-acts.ts'
import { actAsUser } from './user-acts.ts'

const USER = 'reader'
const PASSWORD = 'secret'
const QUIET_TRIES = 60

export interface Figures {
  kills: { engine: number; server: number; sessions: number }
  userActs: number
  otherActs: number
  /** A line each, with the number of the round. */
  faults: string[]
}

/** Ends when nothing waits to be told to the server and a sync has come to its end after that. */
async function untilQuiet(engine: EngineProcess, accountId: AccountId): Promise<string[]> {
  for (let tries = 0; tries < QUIET_TRIES; tries += 1) {
    await engine.call('account.sync', { accountId }).catch(() => pause(50))
    const { waiting, failed, first } = await engine.call('operation.list', undefined)
    if (waiting + failed === 0) {
      await engine.call('account.sync', { accountId })
      return []
    }
    if (waiting === 0) return first.map(({ act, subject }) => `${act} of ${subject} failed`)
    await pause(100)
  }
  return ['what the user did is not told to the server']
}

/**
 * So many rounds: user and another program act, something is killed at a random moment and started again, and when all
 * is quiet both sides must have the same, each act done once or not at all.
 */
export async function runFaults({ times, seed }: { times: number; seed: number }): Promise<Figures> {
  const random = createRandom(seed)
  const dovecot = await startDovecot({ users: { [USER]: PASSWORD } })
  const dataDir = mkdtempSync(join(tmpdir(), 'curtain-faults-'))
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const, user: USER, pin: null }
  const figures: Figures = {
    kills: { engine: 0, server: 0, sessions: 0 },
    userActs: 0,
    otherActs: 0,
    faults: [],
  }
  let engine = startEngineProcess(dataDir, PASSWORD)
  try {
    deliver(dovecot, USER, 20)
    const draft = { ...server, address: 'reader@example.org', displayName: '', password: PASSWORD }
    const { id: accountId } = await engine.call('account.add', draft)
    await untilQuiet(engine, accountId)
    for (let round = 1; round <= times; round += 1) {
      let other = await openImap(server, PASSWORD)
      if (random.below(6) === 0) await changeFolders(round)
      const before = (await readServer(other)).mailboxes
      const expected = expectFrom(before)
      const wait = random.below(120)
      const victim = random.pick(['engine', 'engine', 'server', 'sessions'] as const) ?? 'engine'
      const killing = pause(wait).then(() => (victim === 'engine' ? engine.kill() : undefined))
      await Promise.all([userSide(), otherSide(), killing])
      other.close()
      figures.kills[victim] += 1
      if (victim === 'server') {
        await dovecot.kill('all')
        await dovecot.start()
      } else if (victim === 'sessions') await dovecot.kill('sessions')
      else {
        checkDatabase(round)
        engine = startEngineProcess(dataDir, PASSWORD)
      }
      const waiting = await untilQuiet(engine, accountId)
      other = await openImap(server, PASSWORD)
      const there = await readServer(other)
      other.close()
      const shown = await readShown(engine, accountId)
      const same = expectFrom(there.mailboxes)
        .compare(toMailboxes(shown))
        .map((one) => `shown: ${one}`)
      const paths = shown
        .map(({ path }) => path)
        .sort()
        .join()
      const folders = paths === there.paths.join() ? [] : [`folders are ${paths}, not ${there.paths}`]
      const found = [...waiting, ...expected.compare(there.mailboxes), ...same, ...folders]
      figures.faults.push(...found.map((fault) => `round ${round} (${victim}): ${fault}`))

      async function userSide(): Promise<void> {
        try {
          for (let n = 2 + random.below(5); n > 0; n -= 1) {
            figures.userActs += 1
            await actAsUser(engine, accountId, random, expected)
          }
        } catch (error) {
          if (!(error instanceof Unanswered)) throw error
        }
      }

      async function otherSide(): Promise<void> {
        deliver(dovecot, USER, random.below(4), expected)
        for (let n = random.below(3); n > 0; n -= 1) {
          figures.otherActs += 1
          await actAsOther(other, random, expected, before)
        }
      }

      async function changeFolders(number: number): Promise<void> {
        const work = (await other.list()).find(({ path }) => path.startsWith('Work'))
        if (work === undefined) await other.mailboxCreate(`Work ${number}`)
        else await other.mailboxRename(work.path, `Work ${number}`)
      }
    }
    return figures
  } finally {
    await engine.kill()
    await dovecot.remove()
    rmSync(dataDir, { recursive: true, force: true })
  }

  function checkDatabase(round: number): void {
    const database = new Database(join(dataDir, 'mail.db'))
    const answer = database.pragma('integrity_check', { simple: true })
    database.close()
    if (answer !== 'ok') figures.faults.push(`round ${round}: integrity_check says ${answer}`)
  }
}
