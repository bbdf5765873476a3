import type { Database } from 'better-sqlite3'

/**
 * Bodies that could not be had are asked for again at the next start: few, among all mails. And what was kept for an undo
 * of mails that were marked as read told when they were opened.
 */
export function failedBodies(connection: Database): void {
  connection.exec(`
    CREATE INDEX messages_failed ON messages (account_id) WHERE body_state = 'failed';
    DELETE FROM operations WHERE state = 'done' AND kind = 'flag' AND flag = '\\seen' AND flag_on = 1;
  `)
}
