import { setTimeout as pause } from 'node:timers/promises'
import { expectFrom } from '../../electron/engine/testing/expected-mail.ts'
import { createRandom, type Random } from './random.ts'
import { readServer, type ServerSide } from './read-server.ts'
import { readShown, type ShownFolder, toMailboxes } from './read-shown.ts'
import { actApart, actTogether, beginAnew, createRound, type Round } from './rounds.ts'
import { createWorld, type Victim, type World } from './world.ts'

const QUIET_TRIES = 200

export interface Figures {
  kills: Record<Victim, number>
  userActs: number
  otherActs: number
  /** A line each, with the number of the round. */
  faults: string[]
}

/** Ends when nothing waits to be told to the server and a sync has come to its end after that. */
async function untilQuiet(world: World): Promise<string[]> {
  // A connection that was killed may be found dead only now.
  const syncs = () =>
    world
      .engine()
      .call('account.sync', { accountId: world.accountId() })
      .then(
        () => true,
        () => false,
      )
  for (let tries = 0; tries < QUIET_TRIES; tries += 1) {
    await syncs()
    const { waiting, failed, first } = await world.engine().call('operation.list', undefined)
    if (waiting + failed === 0) {
      if (await syncs()) return []
    } else if (waiting === 0) {
      return first.map(({ act, subject, failure }) => `${act} of ${subject} failed: ${failure?.code}`)
    }
    await pause(100)
  }
  return ['what the user did is not told to the server, or no sync comes to its end']
}

/**
 * So many rounds: user and another program act, something is killed at random moments and started again, and when all is
 * quiet both sides must have the same, each act done once or not at all, and the user's last act must have won.
 */
export async function runFaults({ times, seed }: { times: number; seed: number }): Promise<Figures> {
  const random = createRandom(seed)
  const world = await createWorld()
  const figures: Figures = {
    ...{ kills: { engine: 0, server: 0, sessions: 0 }, userActs: 0, otherActs: 0, faults: [] },
  }
  try {
    const other = await world.connectOther()
    await other.mailboxCreate('Work 0')
    for (let n = 0; n < 20; n += 1) world.deliver(random.below(200))
    world.deliver(0, 'Work 0')
    await world.ensureAccount()
    await untilQuiet(world)
    let { mailboxes: before } = await readServer(other)
    other.close()
    for (let number = 1; number <= times; number += 1) {
      const { name, play, isApart } = random.pick(KINDS) ?? KINDS[0]
      const round = createRound({ number, world, random, before, isApart })
      await play(round)
      const faults = await compare(round, await untilQuiet(world), (there) => {
        before = there.mailboxes
      })
      figures.userActs += round.acts.user
      figures.otherActs += round.acts.other
      for (const victim of ['engine', 'server', 'sessions'] as const)
        figures.kills[victim] += round.kills[victim]
      const kills = Object.entries(round.kills).map(([victim, count]) => `${count} ${victim}`)
      figures.faults.push(...faults.map((fault) => `round ${number} (${name}, ${kills.join()}): ${fault}`))
    }
    return figures
  } finally {
    await world.remove()
  }
}

const APART = { name: 'apart', play: actApart, isApart: true }
const TOGETHER = { name: 'together', play: actTogether, isApart: false }
const ANEW = { name: 'anew', play: beginAnew, isApart: false }
const KINDS = [APART, APART, APART, TOGETHER, TOGETHER, ANEW] as const

async function compare(
  { world, expected, random }: Round,
  waiting: readonly string[],
  use: (there: ServerSide) => void,
): Promise<string[]> {
  const other = await world.connectOther()
  const there = await readServer(other)
  other.close()
  use(there)
  const shown = await readShown(world.engine(), world.accountId())
  const same = expectFrom(there.mailboxes).compare(toMailboxes(shown))
  return [
    ...waiting,
    ...expected.compare(there.mailboxes),
    ...same.map((one) => {
      const subject = one.split(' ')[0] ?? ''
      return `shown: ${one}${expected.story(subject)}; stored: ${world.stored(subject)}`
    }),
    ...compareFolders(shown, there),
    ...(await compareSources(world, shown, there, random)),
    ...world.damages.splice(0),
  ]
}

function compareFolders(shown: readonly ShownFolder[], { paths, counts }: ServerSide): string[] {
  const here = shown
    .map(({ path }) => path)
    .sort()
    .join()
  const faults = here === paths.join() ? [] : [`folders are ${here}, not ${paths}`]
  for (const { path, total, unread } of shown) {
    const count = counts.get(path)
    if (count && (count.total !== total || count.unread !== unread)) {
      faults.push(`${path} has ${total}, ${unread} unread, and there ${count.total}, ${count.unread}`)
    }
  }
  return faults
}

/** Of every mail whether its body is here, and of some whether it is the right one. */
async function compareSources(
  world: World,
  shown: readonly ShownFolder[],
  { sources }: ServerSide,
  random: Random,
): Promise<string[]> {
  const faults: string[] = []
  for (const { path, rows } of shown) {
    for (const { id, subject, bodyState } of rows) {
      if (bodyState !== 'ready') faults.push(`the body of ${subject} in ${path} is ${bodyState}`)
      else if (random.below(4) === 0) {
        const here = await world.engine().call('message.source', { messageId: id })
        if (!sources.get(subject)?.equals(here)) faults.push(`${subject} in ${path} has another source`)
      }
    }
  }
  return faults
}
