/** What the server says of a folder the moment it is opened (RFC 3501 6.3.1, RFC 7162 3.1.2). */
export interface ServerFolder {
  uidValidity: number
  /** null: not announced. */
  uidNext: number | null
  exists: number
  /** Decimal; null: no mod-sequences kept for this folder. */
  highestModseq: string | null
  /** RFC 8474; null: the server gives none, or was not asked. */
  mailboxId: string | null
}

export interface LocalPlacement {
  uid: number
  /** Canonical: lower case, sorted, separated by spaces. */
  flags: string
}

/** What the store knows; the state is that of the last sync that came to its end, null before. */
export interface LocalFolder {
  uidValidity: number | null
  uidNext: number | null
  highestModseq: string | null
  mailboxId: string | null
  placements: readonly LocalPlacement[]
}

/** What has to be asked before a plan can be made. */
export interface SyncQuestions {
  /** It is another folder than before: every UID we hold means nothing any more and is dropped. */
  restart: boolean
  /** All UIDs of the folder are needed: something came or went. */
  uids: boolean
  /** `changed`: only flags that changed since the known mod-sequence. */
  flags: 'none' | 'changed' | 'all'
}

export function planQuestions(local: LocalFolder, server: ServerFolder): SyncQuestions {
  const restart = local.uidValidity !== null && !isSameFolder(local, server)
  const known = restart ? 0 : local.placements.length
  if (server.exists === 0) return { restart, uids: false, flags: 'none' }
  if (known === 0) return { restart, uids: true, flags: 'none' }
  // No new UID was given out and the count is the same: so nothing was expunged either.
  const sameMessages = local.uidNext !== null && local.uidNext === server.uidNext && known === server.exists
  const uids = !sameMessages
  const asked = local.highestModseq === server.highestModseq ? 'none' : 'changed'
  return { restart, uids, flags: isLater(server.highestModseq, local.highestModseq) ? asked : 'all' }
}

/** Whether changes since then can be asked for: a server that lost what it kept of them begins to count anew. */
export function isLater(highestModseq: string | null, since: string | null): boolean {
  return highestModseq !== null && since !== null && BigInt(highestModseq) >= BigInt(since)
}

/** A folder that was deleted and made anew may get the UIDVALIDITY it had, but never the id (RFC 8474 4). */
export function isSameFolder(
  a: Pick<LocalFolder, 'uidValidity' | 'mailboxId'>,
  b: Pick<ServerFolder, 'uidValidity' | 'mailboxId'>,
): boolean {
  const isOther = a.mailboxId !== null && b.mailboxId !== null && a.mailboxId !== b.mailboxId
  return a.uidValidity === b.uidValidity && !isOther
}

/**
 * Whether flags tell of mails that came or went though nothing else did: a UIDNEXT that never changes hides them.
 *
 * @param asked whose flags the server was asked for.
 */
export function tellsOfOthers(
  placements: readonly LocalPlacement[],
  flags: readonly FlagChange[],
  asked: SyncQuestions['flags'],
): boolean {
  const known = new Set(placements.map(({ uid }) => uid))
  const told = new Set(flags.map(({ uid }) => uid))
  return [...told].some((uid) => !known.has(uid)) || (asked === 'all' && told.size < known.size)
}

/** What a server with QRESYNC told of a folder as it was opened. */
export interface FolderChanges {
  vanished: number[]
  /** Of messages whose flags changed, and of all that are new; null: to be asked for. */
  flags: FlagChange[] | null
}

/** Every UID in the folder by what is known and what changed; null when that does not add up. */
export function uidsAfter(
  placements: readonly LocalPlacement[],
  vanished: readonly number[],
  flags: readonly FlagChange[],
  exists: number,
): number[] | null {
  const gone = new Set(vanished)
  const uids = new Set([...placements, ...flags].map(({ uid }) => uid).filter((uid) => !gone.has(uid)))
  return uids.size === exists ? [...uids] : null
}

/** More answers than this are not an answer but a flood. */
export function floodLimit(expected: number): number {
  return expected * 2 + 1_000
}

/** What the store knows, and how many messages are placed in it. */
export type KnownFolder = Omit<LocalFolder, 'placements' | 'mailboxId'> & { known: number }

/** Whether nothing seems to have happened in a folder; without mod-sequences, a flag changes unseen. */
export function looksUnchanged(local: KnownFolder, server: ServerFolder): boolean {
  return (
    local.uidValidity === server.uidValidity &&
    local.uidNext !== null &&
    local.uidNext === server.uidNext &&
    local.known === server.exists &&
    (server.highestModseq === null || local.highestModseq === server.highestModseq)
  )
}

/** Whether nothing did happen, so that the folder need not be opened at all. */
export function isUnchanged(local: KnownFolder, server: ServerFolder): boolean {
  return server.highestModseq !== null && looksUnchanged(local, server)
}

/** `flags` are canonical too: lower case, sorted, without `\\Recent`. */
export interface FlagChange {
  uid: number
  flags: string[]
}

/** What was known of them before the server was asked. */
interface FlagAnswer extends FlagChange {
  before: string
}

export interface SyncPlan {
  /** UIDs that are no longer in the folder. */
  remove: number[]
  flags: FlagAnswer[]
  /** UIDs whose headers are to be fetched, newest first. */
  fetch: number[]
}

/**
 * @param placements what is known of this folder, empty after a restart.
 * @param serverUids every UID in the folder, in any order and with any repeats; null: not asked, unchanged.
 * @param serverFlags flags the server sent, of all messages or of the changed ones.
 */
export function planSync(
  placements: readonly LocalPlacement[],
  serverUids: readonly number[] | null,
  serverFlags: readonly FlagChange[],
): SyncPlan {
  const known = new Map(placements.map(({ uid, flags }) => [uid, flags]))
  const present = serverUids === null ? null : new Set(serverUids)
  const remove = present === null ? [] : [...known.keys()].filter((uid) => !present.has(uid))
  const fetch = present === null ? [] : [...present].filter((uid) => !known.has(uid)).sort((a, b) => b - a)

  const flags = new Map<number, FlagAnswer>()
  for (const change of serverFlags) {
    const before = known.get(change.uid)
    if (before === undefined || present?.has(change.uid) === false) continue
    // The last word counts: a server may answer twice for one message.
    if (before === change.flags.join(' ')) flags.delete(change.uid)
    else flags.set(change.uid, { ...change, before })
  }
  return { remove, flags: [...flags.values()], fetch }
}

/**
 * The newest first in a batch of their own, so that the first screen of rows does not wait for the rest.
 *
 * @param uids newest first.
 */
export function toBatches(uids: readonly number[], first: number, later: number): number[][] {
  const batches: number[][] = []
  for (let start = 0; start < uids.length; ) {
    const size = start === 0 ? first : later
    batches.push(uids.slice(start, start + size))
    start += size
  }
  return batches
}
