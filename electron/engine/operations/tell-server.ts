import type { ImapFlow } from 'imapflow'
import type { StoredOperation } from '../store/operations.ts'
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
  refused: StoredOperation[]
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
 * Has the server do operations of one kind in the folder that is open for writing; mails that are not there any more
 * count as done. Where it refuses some of them, they are tried in halves.
 *
 * @throws MailError
 */
export async function tellServer(
  client: ImapFlow,
  batch: readonly Told[],
  options: TellOptions,
): Promise<Answer> {
  const answer: Answer = { arrivals: new Map(), refused: [] }
  const waiting = [batch]
  for (let commands = 1; ; commands += 1) {
    const some = waiting.pop()
    if (some === undefined) return answer
    if (some.length === 0) continue
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
  { target, there }: TellOptions,
  answer: Answer,
): Promise<readonly Told[]> {
  const [first] = some
  if (first === undefined) return []
  const { kind, flag, on } = first.operation
  const set = toSet(some)
  if (kind === 'flag') {
    const flags = [flag === '\\seen' ? '\\Seen' : '\\Flagged']
    const options = { uid: true, silent: true }
    const done =
      on === 1
        ? await client.messageFlagsAdd(set, flags, options)
        : await client.messageFlagsRemove(set, flags, options)
    return done ? [] : refusedBy(client, some)
  }
  if (kind === 'delete') return (await removeForEver(client, set)) ? [] : refusedBy(client, some)
  const toBring = some.filter(({ operation }) => !there.has(operation.id))
  // A server that died amid a MOVE may have left a mail in both folders: moved again, it would be there twice.
  if (kind === 'move' && client.capabilities.has('MOVE') && toBring.length === some.length) {
    const moved = await client.messageMove(set, target, { uid: true })
    if (!moved) refusedBy(client, some)
    const unsaid = note(some, moved, answer)
    return unsaid.length === 0 ? [] : stillThere(client, unsaid)
  }
  if (toBring.length > 0) {
    const copied = await client.messageCopy(toSet(toBring), target, { uid: true })
    if (!copied) return refusedBy(client, some)
    note(toBring, copied, answer)
  }
  if (kind === 'copy') return []
  // Refused now, they lie in both folders, and must not be copied again.
  if (!(await removeForEver(client, set))) throw refusalOf(client)
  return []
}

function toSet(some: readonly Told[]): string {
  return some.map(({ uid }) => uid).join(',')
}

function refusedBy(client: ImapFlow, some: readonly Told[]): readonly Told[] {
  if (!client.usable) throw refusalOf(client)
  return some
}

/** @returns those of which the server did not say where they are. */
function note(
  some: readonly Told[],
  result: Awaited<ReturnType<ImapFlow['messageMove']>>,
  { arrivals }: Answer,
): readonly Told[] {
  if (!result || result.uidMap === undefined) return some
  const { uidMap, uidValidity = 0n } = result
  return some.filter(({ operation, uid }) => {
    const arrived = uidMap.get(uid)
    if (arrived === undefined) return true
    arrivals.set(operation.id, { uid: arrived, uidValidity: Number(uidValidity) })
    return false
  })
}

async function stillThere(client: ImapFlow, some: readonly Told[]): Promise<readonly Told[]> {
  const left = await client.search({ uid: toSet(some) }, { uid: true })
  if (!Array.isArray(left)) throw refusalOf(client)
  const uids = new Set(left)
  return some.filter(({ uid }) => uids.has(uid))
}
