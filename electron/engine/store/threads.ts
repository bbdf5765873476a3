import type { AccountId } from '../../../shared/models/account.ts'
import type { Mailbox, MessageId } from '../../../shared/models/message.ts'
import {
  ANSWER_WITHIN,
  type Candidate,
  findAnswered,
  isBareReply,
  MOST_LOOKED_THROUGH,
  subjectKey,
} from '../threading/answer-by-subject.ts'
import { separate } from '../threading/separate.ts'
import { ownName, parentNames, type ThreadName } from '../threading/thread-names.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

type ThreadId = number

/** A thread of more is not taken apart when one of its mails goes: that would mean to look at all of them. */
const MOST_TAKEN_APART = 1_000

/** Where a mail stands among those of its subject and people. */
interface SubjectPlace {
  subjectKey: ThreadName | null
  receivedAt: number
  ownName: ThreadName
}

interface ThreadFacts {
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

/**
 * Finds the threads of mails that are new, or of which more is known than before, and of those that are
 * connected by them. The order in which mails come makes no difference to what is together in the end.
 */
export function threadMessages(db: WritableDatabase, ids: readonly MessageId[]): void {
  for (const id of ids) threadMessage(db, id)
}

function threadMessage(db: WritableDatabase, id: MessageId): void {
  const before = db.get(sql<ThreadFacts>`
    SELECT account_id AS accountId, message_id_header AS messageIdHeader, received_at AS receivedAt, size, subject,
      from_address AS "from", to_json AS "to", cc_json AS cc, in_reply_to AS inReplyTo,
      thread_references_json AS "references", own_name AS ownName, subject_key AS subjectKey,
      bare_reply AS bareReply
    FROM messages WHERE id = ${id}`)
  if (before === undefined) return
  const { accountId, receivedAt, subject } = before
  const own = before.ownName ?? ownName(before)
  const parents = parentNames(accountId, before.inReplyTo, readList<string>(before.references))
  const correspondence = {
    ...{ accountId, subject, from: { address: before.from } },
    ...{ to: readList<Mailbox>(before.to), cc: readList<Mailbox>(before.cc) },
  }
  const key = subjectKey(correspondence)
  const bareReply = key !== null && isBareReply(subject, parents)
  const isAsBefore =
    before.ownName === own && before.subjectKey === key && before.bareReply === (bareReply ? 1 : 0)
  if (!isAsBefore) {
    db.run(sql`
      UPDATE messages SET own_name = ${own}, subject_key = ${key}, bare_reply = ${bareReply ? 1 : 0}
      WHERE id = ${id}`)
  }
  const answered = bareReply ? answeredBySubject(db, id) : null
  mention(db, id, [own, ...parents, ...(answered === null ? [] : [answered])])
  if (before.ownName === own && before.subjectKey === key) return
  const place = { receivedAt, ownName: own }
  if (before.ownName !== null) followAfter(db, { ...place, subjectKey: before.subjectKey })
  followAfter(db, { ...place, subjectKey: key })
}

function readList<T>(json: string): T[] {
  return json === '[]' ? [] : JSON.parse(json)
}

/** The name of the mail that a bare reply goes by, if there is one. */
function answeredBySubject(db: ReadableDatabase, id: MessageId): ThreadName | null {
  const reply = db.get(sql<SubjectPlace & { sender: string }>`
    SELECT subject_key AS subjectKey, received_at AS receivedAt, own_name AS ownName, from_address AS sender
    FROM messages WHERE id = ${id}`)
  if (reply === undefined) return null
  const earlier = db.all(sql<Candidate>`
    SELECT own_name AS ownName, from_address AS sender FROM messages
    WHERE subject_key = ${reply.subjectKey} AND (received_at, own_name) < (${reply.receivedAt}, ${reply.ownName})
      AND received_at >= ${reply.receivedAt - ANSWER_WITHIN}
    ORDER BY received_at DESC, own_name DESC LIMIT ${MOST_LOOKED_THROUGH}`)
  return findAnswered(reply.sender, earlier)
}

/** Bare replies may answer another mail once one has come or gone before them. */
function followAfter(
  db: WritableDatabase,
  { subjectKey: key, receivedAt, ownName: own }: SubjectPlace,
): void {
  if (key === null) return
  const replies = db.all(sql<{ id: MessageId; ownName: ThreadName }>`
    SELECT id, own_name AS ownName FROM messages
    WHERE subject_key = ${key} AND bare_reply = 1 AND (received_at, own_name) > (${receivedAt}, ${own})
      AND received_at <= ${receivedAt + ANSWER_WITHIN}
    ORDER BY received_at, own_name LIMIT ${MOST_LOOKED_THROUGH}`)
  for (const reply of replies) {
    const answered = answeredBySubject(db, reply.id)
    mention(db, reply.id, answered === null ? [reply.ownName] : [reply.ownName, answered])
  }
}

/** From now on the mail mentions these names and no others. */
function mention(db: WritableDatabase, id: MessageId, names: readonly ThreadName[]): void {
  const wanted = new Set(names)
  const gone: ThreadName[] = []
  for (const { name } of namesOf(db, id)) if (!wanted.delete(name)) gone.push(name)
  for (const name of wanted) db.run(sql`INSERT INTO thread_names (name, message_id) VALUES (${name}, ${id})`)
  join(db, id, [...wanted])
  let loosened = false
  for (const name of gone) {
    db.run(sql`DELETE FROM thread_names WHERE name = ${name} AND message_id = ${id}`)
    loosened ||= mentionedBesides(db, name, id) !== undefined
  }
  if (loosened) takeApart(db, threadOf(db, id))
}

function namesOf(db: ReadableDatabase, id: MessageId): { name: ThreadName }[] {
  return db.all(sql<{ name: ThreadName }>`SELECT name FROM thread_names WHERE message_id = ${id}`)
}

/** Any one of the others: they are all in one thread. */
function mentionedBesides(
  db: ReadableDatabase,
  name: ThreadName,
  id: MessageId,
): { id: MessageId; threadId: ThreadId | null } | undefined {
  return db.get(sql<{ id: MessageId; threadId: ThreadId | null }>`
    SELECT messages.id, thread_id AS threadId
    FROM thread_names CROSS JOIN messages ON messages.id = message_id
    WHERE name = ${name} AND message_id <> ${id} LIMIT 1`)
}

function threadOf(db: ReadableDatabase, id: MessageId): ThreadId | null {
  return (
    db.get(sql<{ threadId: ThreadId | null }>`
    SELECT thread_id AS threadId FROM messages WHERE id = ${id}`)?.threadId ?? null
  )
}

/** Brings the mail together with all others that mention one of these names. */
function join(db: WritableDatabase, id: MessageId, names: readonly ThreadName[]): void {
  const others = names.flatMap((name) => mentionedBesides(db, name, id) ?? [])
  if (others.length === 0) return
  let thread = threadOf(db, id)
  const alone = new Set<MessageId>(thread === null ? [id] : [])
  for (const other of others) {
    if (other.threadId === null) alone.add(other.id)
    else if (thread === null || other.threadId === thread) thread = other.threadId
    else thread = merge(db, thread, other.threadId)
  }
  thread ??= newThread(db, id, 0)
  for (const one of alone) setThread(db, one, thread)
}

function setThread(db: WritableDatabase, id: MessageId, thread: ThreadId | null): void {
  db.run(sql`UPDATE messages SET thread_id = ${thread} WHERE id = ${id}`)
}

function newThread(db: WritableDatabase, id: MessageId, muted: number): ThreadId {
  return db.insert(sql<ThreadId>`
    INSERT INTO threads (account_id, muted) SELECT account_id, ${muted} FROM messages WHERE id = ${id}`)
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

function countUpTo(db: ReadableDatabase, thread: ThreadId, most: number): number {
  return (
    db.get(sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 FROM messages WHERE thread_id = ${thread} LIMIT ${most})`)
      ?.count ?? 0
  )
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

function isMuted(db: ReadableDatabase, thread: ThreadId): boolean {
  return db.get(sql<{ muted: number }>`SELECT muted FROM threads WHERE id = ${thread}`)?.muted === 1
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
  const shared = namesOf(db, id).filter(({ name }) => mentionedBesides(db, name, id) !== undefined)
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
