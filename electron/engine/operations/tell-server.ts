import type { ImapFlow } from 'imapflow'
import { hasCapability } from '../network/has-capability.ts'
import { intoSets, toSequenceSet } from '../network/sequence-set.ts'
import type { StoredOperation } from '../store/operations.ts'
import { findUidsNow } from './find-uids.ts'
import { refusalOf } from './refusal.ts'
import { removeForEver } from './remove-for-ever.ts'

/** An operation with the UID that its mail has in the folder that is open. */
export interface Told {
  operation: StoredOperation
  uid: number
}

export interface Answer {
  /** Where the server has put them, as far as it said so (UIDPLUS, RFC 4315). */
  arrivals: Map<StoredOperation['id'], { uid: number; uidValidity: number }>
  /** UIDs that it gave some of the others, in an order that is not known. */
  among: number[]
  refused: StoredOperation[]
  /** Their mails had just left the folder, and nothing was done to them. */
  gone: StoredOperation[]
}

export interface TellOptions {
  /** Path of the folder that mails are put into; empty when there is none. */
  target: string
  /** Those that lie in the target already, and are only to be taken out of their folder. */
  there: ReadonlySet<StoredOperation['id']>
}

/** So that one mail which a server refuses can be told from the others. */
const MOST_COMMANDS = 40

/**
 * Has the server do operations of one kind in the folder that is open for writing. Where it refuses some of them, they
 * are tried in halves.
 *
 * @throws MailError
 */
export async function tellServer(
  client: ImapFlow,
  batch: readonly Told[],
  options: TellOptions,
): Promise<Answer> {
  const answer: Answer = { arrivals: new Map(), among: [], refused: [], gone: [] }
  const waiting: (readonly Told[])[] = intoSets(batch.map(({ uid }) => uid)).map((set) => {
    const uids = new Set(set)
    return batch.filter(({ uid }) => uids.has(uid))
  })
  for (let commands = 1; ; commands += 1) {
    const some = waiting.pop()
    if (some === undefined) return answer
    const refused = await tell(client, some, options, answer)
    if (refused.length > 1 && commands + waiting.length + 2 <= MOST_COMMANDS) {
      const half = refused.length >> 1
      waiting.push(refused.slice(half), refused.slice(0, half))
    } else answer.refused.push(...refused.map(({ operation }) => operation))
  }
}

/** @returns those that it refused. */
async function tell(
  client: ImapFlow,
  some: readonly Told[],
  options: TellOptions,
  answer: Answer,
): Promise<readonly Told[]> {
  const [first] = some
  if (first === undefined) return []
  const { kind, flag, on } = first.operation
  if (kind === 'delete') return (await removeForEver(client, uidsOf(some))) ? [] : refusedBy(client, some)
  // A server that died amid a MOVE may have left a mail in both folders: moved again, it would be there twice.
  const isNowhereYet = some.every(({ operation }) => !options.there.has(operation.id))
  if (kind === 'move' && isNowhereYet && hasCapability(client, 'MOVE')) {
    return move(client, some, options, answer)
  }
  if (kind !== 'flag') return copy(client, some, options, answer)
  const flags = [flag === '\\seen' ? '\\Seen' : '\\Flagged']
  const silent = { uid: true, silent: true }
  const done =
    on === 1
      ? await client.messageFlagsAdd(toSet(some), flags, silent)
      : await client.messageFlagsRemove(toSet(some), flags, silent)
  if (!done) return refusedBy(client, some)
  await partLeft(client, some, answer)
  return []
}

async function move(
  client: ImapFlow,
  some: readonly Told[],
  { target }: TellOptions,
  answer: Answer,
): Promise<readonly Told[]> {
  const moved = await client.messageMove(toSet(some), target, { uid: true })
  if (!moved) refusedBy(client, some)
  const unsaid = note(client, some, moved, answer)
  if (unsaid.length === 0) return []
  const uids = await findUidsNow(client, uidsOf(unsaid))
  // What a server that says where it puts mails does not name, it did not move.
  if (moved && hasCapability(client, 'UIDPLUS')) {
    answer.gone.push(...unsaid.filter(({ uid }) => !uids.has(uid)).map(({ operation }) => operation))
  }
  return unsaid.filter(({ uid }) => uids.has(uid))
}

/** And, for a move, takes them out of the folder. */
async function copy(
  client: ImapFlow,
  some: readonly Told[],
  { target, there }: TellOptions,
  answer: Answer,
): Promise<readonly Told[]> {
  const toBring = some.filter(({ operation }) => !there.has(operation.id))
  if (toBring.length > 0) {
    const copied = await client.messageCopy(toSet(toBring), target, { uid: true })
    if (!copied) return refusedBy(client, some)
    const unsaid = note(client, toBring, copied, answer)
    if (unsaid.length > 0) await partLeft(client, unsaid, answer)
  }
  if (some[0]?.operation.kind === 'copy') return []
  // Refused now, they lie in both folders, and must not be copied again.
  if (!(await removeForEver(client, uidsOf(some)))) throw refusalOf(client)
  return []
}

/** Tells those apart that are not in the folder any more. */
async function partLeft(client: ImapFlow, some: readonly Told[], { gone }: Answer): Promise<void> {
  const uids = await findUidsNow(client, uidsOf(some))
  gone.push(...some.filter(({ uid }) => !uids.has(uid)).map(({ operation }) => operation))
}

function uidsOf(some: readonly Told[]): number[] {
  return some.map(({ uid }) => uid)
}

function toSet(some: readonly Told[]): string {
  return toSequenceSet(uidsOf(some))
}

function refusedBy(client: ImapFlow, some: readonly Told[]): readonly Told[] {
  if (!client.usable) throw refusalOf(client)
  return some
}

/** @returns those of which the server did not say where they are. */
function note(
  client: ImapFlow,
  some: readonly Told[],
  result: Awaited<ReturnType<ImapFlow['messageMove']>>,
  { arrivals, among }: Answer,
): readonly Told[] {
  if (!result || result.uidMap === undefined) return some
  const { uidMap, uidValidity = 0n } = result
  // Yahoo and AOL give several mails the UIDs that they say, but in another order: so each is looked at.
  const isOrderKnown = some.length === 1 || !client.capabilities.has('XYMHIGHESTMODSEQ')
  return some.filter(({ operation, uid }) => {
    const arrived = uidMap.get(uid)
    if (arrived === undefined) return true
    if (isOrderKnown) arrivals.set(operation.id, { uid: arrived, uidValidity: Number(uidValidity) })
    else among.push(arrived)
    return false
  })
}
