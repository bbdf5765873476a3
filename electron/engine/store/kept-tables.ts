import type { Database } from 'better-sqlite3'

/** What no server gives back. Each table of the database stands here or in `refetched`. */
export const kept = [
  'accounts',
  'folders',
  'settings',
  'trust_rules',
  'contacts',
  'receipts_sent',
  'receipts_ignored',
  'threads',
  'operations',
] as const

/** What comes again with the mail, or is derived from it; of pictures see salvage-asked.ts. */
export const refetched = [
  'asked_references',
  'attachments',
  'bodies',
  'left_out',
  'left_out_pieces',
  'message_search',
  'message_services',
  'messages',
  'placements',
  'receipts',
  'sources',
  'thread_names',
  'unplaced',
  'vault',
] as const

/** Which rows of a kept table are worth it. */
export function keptRows(table: string): string {
  // That a conversation is muted is the user's word; which mails are one is found again.
  if (table === 'threads') return 'muted = 1'
  // What was done is there for undo, which ends with the program.
  if (table === 'operations') return `state <> 'done'`
  return 'TRUE'
}

/** What the server's list and threading/ say of a mail. All else has its default: it comes with the body. */
export const HEADER_COLUMNS: readonly string[] =
  'id account_id message_id_header received_at sent_at size from_name from_address to_json cc_json reply_to_json subject in_reply_to has_attachments download_rank thread_id own_name subject_key bare_reply'.split(
    ' ',
  )

/** What the next sync says anew. */
export const FOLDER_STATE = 'uid_validity uid_next highest_modseq total unread'.split(' ')

/** Generated ones are left out: they come by themselves. Empty for a table that is not there. */
export function columnsOf(connection: Database, table: string): string[] {
  return (connection.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name)
}

export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
