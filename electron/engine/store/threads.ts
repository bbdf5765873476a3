import type { AccountId } from '../../../shared/models/account.ts'
import type { Mailbox, MessageId } from '../../../shared/models/message.ts'
import {
  ANSWER_WITHIN,
  type Candidate,
  findAnswered,
  MOST_LOOKED_THROUGH,
} from '../threading/answer-by-subject.ts'
import { separate } from '../threading/separate.ts'
import type { ThreadName } from '../threading/thread-names.ts'
import { type ThreadPlace, threadPlace } from '../threading/thread-place.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { readQuietly } from './read-quietly.ts'
import { sql } from './sql.ts'
import { countUpTo, isMuted, newThread, setThread, type ThreadId, threadOf } from './thread-rows.ts'

/** A thread of more is not taken apart when one of its mails goes: that would mean to look at all of them. */
const MOST_TAKEN_APART = 1_000

/** Where a mail stands among those of its subject and people. */
interface SubjectPlace {
  subjectKey: ThreadName | null
  receivedAt: number
  ownName: ThreadName
}

/**
 * Finds the thread of a mail that has just been stored with this place. The order in which mails come makes no
 * difference to what is together in the end.
 */
export function threadNewMessage(
  db: WritableDatabase,
  id: MessageId,
  receivedAt: number,
  place: ThreadPlace,
): void {
  mention(db, id, namesAt(db, receivedAt, place), [])
  followAfter(db, { ...place, receivedAt })
}

/** Mails of which nobody has looked yet where they belong, newest first. */
export function listUnthreaded(db: ReadableDatabase, limit: number): MessageId[] {
  const rows = db.all(sql<{ id: MessageId }>`
    SELECT id FROM messages WHERE own_name IS NULL ORDER BY received_at DESC, id DESC LIMIT ${limit}`)
  return rows.map(({ id }) => id)
}

/** The same for a mail that was stored without one, or of which more is known than before. */
export function threadMessage(db: WritableDatabase, id: MessageId): void {
  const known = db.get(sql<KnownFacts>`
    SELECT account_id AS accountId, message_id_header AS messageIdHeader, received_at AS receivedAt, size, subject,
      from_address AS "from", to_json AS "to", cc_json AS cc, in_reply_to AS inReplyTo,
      thread_references_json AS "references", own_name AS ownName, subject_key AS subjectKey,
      bare_reply AS bareReply
    FROM messages WHERE id = ${id}`)
  if (known === undefined) return
  const { receivedAt } = known
  const people = {
    from: { address: known.from },
    to: readList<Mailbox>(known.to),
    cc: readList<Mailbox>(known.cc),
  }
  const place = threadPlace({ ...known, ...people }, readList<string>(known.references))
  const isNew = known.ownName === null
  const isElsewhere = isNew || known.subjectKey !== place.subjectKey
  if (isElsewhere || (known.bareReply === 1) !== place.bareReply) {
    db.run(sql`
      UPDATE messages SET own_name = ${place.ownName}, subject_key = ${place.subjectKey},
        bare_reply = ${place.bareReply ? 1 : 0}
      WHERE id = ${id}`)
  }
  const before = threadOf(db, id)
  mention(db, id, namesAt(db, receivedAt, place), namesOf(db, id))
  const thread = threadOf(db, id)
  if (thread !== null && thread !== before && isMuted(db, thread)) readQuietly(db, id)
  if (!isElsewhere) return
  if (!isNew) followAfter(db, { ...place, receivedAt, subjectKey: known.subjectKey })
  followAfter(db, { ...place, receivedAt })
}

interface KnownFacts {
  accountId: AccountId
  messageIdHeader: string | null
  receivedAt: number
  size: number
  subject: string
  from: string
  to: string
  cc: string
  inReplyTo: string | null
  references: string
  ownName: ThreadName | null
  subjectKey: ThreadName | null
  bareReply: number
}

function readList<T>(json: string): T[] {
  return json === '[]' ? [] : JSON.parse(json)
}

function namesAt(db: ReadableDatabase, receivedAt: number, place: ThreadPlace): ThreadName[] {
  const answered = place.bareReply ? answeredBySubject(db, { ...place, receivedAt }) : null
  return [place.ownName, ...place.parents, ...(answered === null ? [] : [answered])]
}

/** The name of the mail that a bare reply goes by, if there is one. */
function answeredBySubject(db: ReadableDatabase, reply: SubjectPlace): ThreadName | null {
  const mails = db.all(sql<Candidate>`
    SELECT own_name AS ownName, from_address AS sender FROM messages
    WHERE subject_key = ${reply.subjectKey} AND (received_at, own_name) <= (${reply.receivedAt}, ${reply.ownName})
      AND received_at >= ${reply.receivedAt - ANSWER_WITHIN}
    ORDER BY received_at DESC, own_name DESC LIMIT ${MOST_LOOKED_THROUGH}`)
  return findAnswered(mails)
}

/** Bare replies may answer another mail once one has come or gone before them. */
function followAfter(
  db: WritableDatabase,
  { subjectKey: key, receivedAt, ownName: own }: SubjectPlace,
): void {
  // Nearly always there is none, and one look says so.
  if (key === null || !hasBareReplies(db, key)) return
  // INDEXED BY: the other index by subject holds every issue of a newsletter.
  const replies = db.all(sql<{ id: MessageId; ownName: ThreadName; receivedAt: number }>`
    SELECT id, own_name AS ownName, received_at AS receivedAt FROM messages INDEXED BY messages_bare_replies
    WHERE subject_key = ${key} AND bare_reply = 1 AND (received_at, own_name) > (${receivedAt}, ${own})
      AND received_at <= ${receivedAt + ANSWER_WITHIN}
    ORDER BY received_at, own_name LIMIT ${MOST_LOOKED_THROUGH}`)
  for (const reply of replies) {
    const answered = answeredBySubject(db, { ...reply, subjectKey: key })
    const names = answered === null ? [reply.ownName] : [reply.ownName, answered]
    mention(db, reply.id, names, namesOf(db, reply.id))
  }
}

function hasBareReplies(db: ReadableDatabase, key: ThreadName): boolean {
  return (
    db.get(sql`
      SELECT 1 FROM messages INDEXED BY messages_bare_replies
      WHERE subject_key = ${key} AND bare_reply = 1 LIMIT 1`) !== undefined
  )
}

/** From now on the mail mentions these names and no others. */
function mention(
  db: WritableDatabase,
  id: MessageId,
  names: readonly ThreadName[],
  before: readonly ThreadName[],
): void {
  const wanted = new Set(names)
  const gone = before.filter((name) => !wanted.delete(name))
  for (const name of wanted) db.run(sql`INSERT INTO thread_names (name, message_id) VALUES (${name}, ${id})`)
  join(db, id, wanted)
  let loosened = false
  for (const name of gone) {
    db.run(sql`DELETE FROM thread_names WHERE name = ${name} AND message_id = ${id}`)
    loosened ||= mentionedBesides(db, name, id) !== undefined
  }
  if (loosened) takeApart(db, threadOf(db, id))
}

function namesOf(db: ReadableDatabase, id: MessageId): ThreadName[] {
  const rows = db.all(sql<{ name: ThreadName }>`SELECT name FROM thread_names WHERE message_id = ${id}`)
  return rows.map(({ name }) => name)
}

/** Any one of the others: they are all in one thread. */
function mentionedBesides(db: ReadableDatabase, name: ThreadName, id: MessageId): Joined | undefined {
  return db.get(sql<Joined>`
    SELECT messages.id, thread_id AS threadId
    FROM thread_names CROSS JOIN messages ON messages.id = message_id
    WHERE name = ${name} AND message_id <> ${id} LIMIT 1`)
}

/** Brings the mail together with all others that mention one of these names. */
function join(db: WritableDatabase, id: MessageId, names: ReadonlySet<ThreadName>): void {
  const others = [...names].flatMap((name) => mentionedBesides(db, name, id) ?? [])
  if (others.length === 0) return
  const own = { id, threadId: threadOf(db, id) }
  const alone = new Set<MessageId>()
  const threads = new Set<ThreadId>()
  for (const mail of [own, ...others]) {
    if (mail.threadId === null) alone.add(mail.id)
    else threads.add(mail.threadId)
  }
  const heard = isHeard(db, id, [own, ...others])
  const [first = newThread(db, id, 0), ...rest] = threads
  const thread = rest.reduce((kept, other) => merge(db, kept, other), first)
  for (const one of alone) setThread(db, one, thread)
  if (heard) db.run(sql`UPDATE threads SET muted = 0 WHERE id = ${thread}`)
}

interface Joined {
  id: MessageId
  threadId: ThreadId | null
}

/**
 * Whether the user muted one of them, but has read something older than mail `id` in another one: whoever knows the
 * names of both must not silence that with a mail that mentions them. What is newer, or was never read, may have
 * come before the mail that shows where it belongs.
 */
function isHeard(db: ReadableDatabase, id: MessageId, joined: readonly Joined[]): boolean {
  const loud = joined.filter(({ threadId }) => threadId === null || !isMuted(db, threadId))
  return loud.length < joined.length && loud.some((mail) => wasRead(db, mail, id))
}

function wasRead(db: ReadableDatabase, mail: Joined, before: MessageId): boolean {
  const found = db.get(sql`
    SELECT 1 FROM messages AS m CROSS JOIN placements AS p ON p.message_id = m.id
    WHERE m.id IN (SELECT ${mail.id} UNION SELECT id FROM messages WHERE thread_id = ${mail.threadId})
      AND m.received_at < (SELECT received_at FROM messages WHERE id = ${before}) AND p.unread = 0
    LIMIT 1`)
  return found !== undefined
}

/** The smaller goes into the larger, so that no mail moves more often than its thread has doubled. */
function merge(db: WritableDatabase, one: ThreadId, other: ThreadId): ThreadId {
  const [kept, left] = isLarger(db, one, other) ? [one, other] : [other, one]
  db.run(sql`
    UPDATE threads SET muted = max(muted, (SELECT muted FROM threads WHERE id = ${left})) WHERE id = ${kept}`)
  db.run(sql`UPDATE messages SET thread_id = ${kept} WHERE thread_id = ${left}`)
  db.run(sql`DELETE FROM threads WHERE id = ${left}`)
  return kept
}

/** Looks at no more mails than a few times those of the smaller. */
function isLarger(db: ReadableDatabase, one: ThreadId, other: ThreadId): boolean {
  for (let most = 8; ; most *= 4) {
    const size = countUpTo(db, one, most)
    if (size < most) return size > countUpTo(db, other, most)
    if (countUpTo(db, other, most) < most) return true
  }
}

/** Gives mails that nothing connects any more threads of their own. */
function takeApart(db: WritableDatabase, thread: ThreadId | null): void {
  if (thread === null || countUpTo(db, thread, MOST_TAKEN_APART + 1) > MOST_TAKEN_APART) return
  const mentions = db.all(sql<{ mail: MessageId; name: ThreadName }>`
    SELECT id AS mail, name FROM messages CROSS JOIN thread_names ON message_id = id WHERE thread_id = ${thread}`)
  const [kept = [], ...others] = separate(mentions)
  const muted = isMuted(db, thread) ? 1 : 0
  for (const part of others) {
    const [first] = part
    if (first === undefined) continue
    const own = part.length > 1 || muted === 1 ? newThread(db, first, muted) : null
    for (const id of part) setThread(db, id, own)
  }
  // A thread of one is none; the table's ON DELETE says so to its mail.
  if (kept.length === 0 || (kept.length === 1 && muted === 0))
    db.run(sql`DELETE FROM threads WHERE id = ${thread}`)
}

/** What a mail that is about to be deleted holds together. */
export interface ThreadBonds extends SubjectPlace {
  threadId: ThreadId | null
  /** Others may be connected by nothing but this mail. */
  isBetween: boolean
}

export function threadBondsOf(db: ReadableDatabase, id: MessageId): ThreadBonds | undefined {
  const mail = db.get(sql<SubjectPlace & { threadId: ThreadId | null }>`
    SELECT thread_id AS threadId, subject_key AS subjectKey, received_at AS receivedAt, own_name AS ownName
    FROM messages WHERE id = ${id}`)
  if (mail === undefined) return undefined
  if (mail.threadId === null) return { ...mail, isBetween: false }
  const shared = namesOf(db, id).filter((name) => mentionedBesides(db, name, id) !== undefined)
  return { ...mail, isBetween: shared.length > 1 }
}

/** After mails were deleted: what they alone held together comes apart. */
export function loosenThreads(db: WritableDatabase, gone: readonly ThreadBonds[]): void {
  const threads = new Set<ThreadId>()
  for (const { threadId, isBetween } of gone) {
    if (threadId !== null && (isBetween || countUpTo(db, threadId, 2) < 2)) threads.add(threadId)
  }
  for (const thread of threads) takeApart(db, thread)
  for (const place of gone) followAfter(db, place)
}
