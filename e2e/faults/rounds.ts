import { setTimeout as pause } from 'node:timers/promises'
import { type Expected, expectFrom, type Mailboxes } from '../../electron/engine/testing/expected-mail.ts'
import { Unanswered } from './engine-process.ts'
import type { Random } from './random.ts'
import { actAsOther, deliver, renameWork } from './server-acts.ts'
import { actAsUser } from './user-acts.ts'
import type { Victim, World } from './world.ts'

/** What happens until all is quiet and compared. */
export interface Round {
  number: number
  world: World
  random: Random
  before: Mailboxes
  expected: Expected
  /** Another program acts only when the user has, and before the engine can tell the server. */
  isApart: boolean
  /** Mails that another program is at. */
  busy: Set<string>
  /** Mails that the user has acted on. */
  asked: Set<string>
  acts: { user: number; other: number }
  kills: Record<Victim, number>
}

export function createRound(parts: Pick<Round, 'number' | 'world' | 'random' | 'before' | 'isApart'>): Round {
  return {
    ...parts,
    expected: expectFrom(parts.before),
    busy: new Set(),
    asked: new Set(),
    acts: { user: 0, other: 0 },
    kills: { engine: 0, server: 0, sessions: 0 },
  }
}

/** At any moment: amid a command, a start, a sync. */
const WITHIN_MS = [60, 400, 1_500]

async function disturb(round: Round, least: number): Promise<void> {
  const { world, random, kills } = round
  for (let n = least + random.below(2); n > 0; n -= 1) {
    const victim = random.pick(['engine', 'engine', 'server', 'sessions'] as const) ?? 'engine'
    await pause(random.below(random.pick(WITHIN_MS) ?? 60))
    kills[victim] += 1
    await world.kill(victim)
  }
}

async function asUser(round: Round, count: number): Promise<void> {
  for (let n = count; n > 0; n -= 1) {
    round.acts.user += 1
    try {
      await actAsUser(round)
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      // The next one is there as soon as it is asked.
      await pause(20)
    }
  }
}

async function asOther(round: Round, count: number): Promise<void> {
  const { world, random, number } = round
  const renames = random.below(4) === 0 ? random.below(count + 1) : -1
  for (let n = 0; n < count; n += 1) {
    round.acts.other += 1
    await world.turn(async () => {
      const other = await world.connectOther()
      try {
        if (n === renames) await renameWork(other, number)
        else await actAsOther(other, round)
      } finally {
        other.close()
      }
    })
  }
}

/** The user is offline; another program acts on the same mails; then the engine starts, and is killed at it. */
export async function actApart(round: Round): Promise<void> {
  const { world, random } = round
  await world.dovecot.kill('all')
  const isKilled = random.below(3) === 0
  await Promise.all([
    asUser(round, 3 + random.below(6)),
    isKilled
      ? pause(random.below(100)).then(() => {
          round.kills.engine += 1
          return world.kill('engine')
        })
      : undefined,
  ])
  await world.killEngine()
  if (random.below(3) === 0) world.changeServer(random.pick)
  if (random.below(6) === 0) world.dovecot.renewUidValidity('reader')
  await world.dovecot.start()
  deliver(round, random.below(3))
  await asOther(round, 1 + random.below(5))
  world.startEngine()
  await disturb(round, 1)
}

/** All at once. */
export async function actTogether(round: Round): Promise<void> {
  const { random } = round
  deliver(round, random.below(4))
  await Promise.all([asUser(round, 2 + random.below(5)), asOther(round, random.below(4)), disturb(round, 1)])
}

/** Nothing is here yet; a first sync is killed amid headers and bodies. */
export async function beginAnew(round: Round): Promise<void> {
  const { world, random } = round
  deliver(round, 1 + random.below(5))
  await world.forgetAll()
  await Promise.all([world.ensureAccount(), disturb(round, 1)])
  await world.ensureAccount()
  await disturb(round, 0)
}
