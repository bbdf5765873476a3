import type { MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

export type ThreadId = number

export function threadOf(db: ReadableDatabase, id: MessageId): ThreadId | null {
  return (
    db.get(sql<{ threadId: ThreadId | null }>`
    SELECT thread_id AS threadId FROM messages WHERE id = ${id}`)?.threadId ?? null
  )
}

export function setThread(db: WritableDatabase, id: MessageId, thread: ThreadId | null): void {
  db.run(sql`UPDATE messages SET thread_id = ${thread} WHERE id = ${id}`)
}

export function newThread(db: WritableDatabase, id: MessageId, muted: number): ThreadId {
  return db.insert(sql<ThreadId>`
    INSERT INTO threads (account_id, muted) SELECT account_id, ${muted} FROM messages WHERE id = ${id}`)
}

export function countUpTo(db: ReadableDatabase, thread: ThreadId, most: number): number {
  return (
    db.get(sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 FROM messages WHERE thread_id = ${thread} LIMIT ${most})`)
      ?.count ?? 0
  )
}

export function isMuted(db: ReadableDatabase, thread: ThreadId): boolean {
  return db.get(sql<{ muted: number }>`SELECT muted FROM threads WHERE id = ${thread}`)?.muted === 1
}
