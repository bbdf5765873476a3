import type { Database } from 'better-sqlite3'
import type { MessageId } from '../../../shared/models/message.ts'
import { type Recovery, recoverySchema } from '../../../shared/models/recovery.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

export function saveRecovery(connection: Database, recovery: Recovery): void {
  connection
    .prepare(`INSERT OR REPLACE INTO settings (name, value_json) VALUES ('recovery', ?)`)
    .run(JSON.stringify(recovery))
}

/** null once the user was told, or when there was none. */
export function readRecovery(db: ReadableDatabase): Recovery | null {
  const row = db.get(sql<{ json: string }>`SELECT value_json AS json FROM settings WHERE name = 'recovery'`)
  return row === undefined ? null : (recoverySchema.safeParse(JSON.parse(row.json)).data ?? null)
}

export function forgetRecovery(db: WritableDatabase): void {
  db.run(sql`DELETE FROM settings WHERE name = 'recovery'`)
}

/** Which pictures were asked for before `at` (Unix time in ms) could not be read any more. */
export function saveUnsure(connection: Database, at: number): void {
  connection
    .prepare(`INSERT OR REPLACE INTO settings (name, value_json) VALUES ('asked-unknown-before', ?)`)
    .run(String(at))
}

/** No rule may ask for the pictures of such a mail: the sender may have been asked before. */
export function mayHaveBeenAsked(db: ReadableDatabase, messageId: MessageId): boolean {
  const row = db.get(sql`
    SELECT 1 FROM settings JOIN messages ON received_at < CAST(value_json AS INTEGER)
    WHERE name = 'asked-unknown-before' AND messages.id = ${messageId}`)
  return row !== undefined
}
