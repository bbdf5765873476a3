import type { AccountId } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { PrivacyReport, ReportSpan } from '../../../shared/models/privacy-report.ts'
import type { ReadableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** `accountId` null: of all accounts. */
export type ReportRange = ReportSpan & { accountId: AccountId | null }

/** Server dates before 1990 are mistakes, and would make the report of all mail begin there. */
const EARLIEST = Date.UTC(1990, 0)

/** When the first judged mail came, Unix time in ms; undefined when there is none. */
export function earliestMail(db: ReadableDatabase, accountId: AccountId | null): number | undefined {
  const row = db.get(sql<{ at: number | null }>`
    SELECT min((
      SELECT received_at FROM messages
      WHERE account_id = accounts.id AND exposure = level.value AND received_at >= ${EARLIEST}
      ORDER BY received_at LIMIT 1
    )) AS at
    FROM accounts, json_each('[0,1,2]') AS level
    WHERE ${accountId} IS NULL OR accounts.id = ${accountId}`)
  return row?.at ?? undefined
}

/** Judged mails in each span, in the order of `spans`; without those that one of the accounts sent. */
export function countMails(
  db: ReadableDatabase,
  accountId: AccountId | null,
  spans: readonly ReportSpan[],
): { received: number; tracked: number }[] {
  const edges = JSON.stringify(spans.map(({ from, until }) => [from, until]))
  return db.all(sql<{ received: number; tracked: number }>`
    WITH spans AS (SELECT key, value ->> 0 AS since, value ->> 1 AS until FROM json_each(${edges}))
    SELECT
      sum((SELECT count(*) FROM messages
        WHERE account_id = accounts.id AND exposure IN (0, 1, 2) AND received_at >= since AND received_at < until)
      - (SELECT count(*) FROM messages INDEXED BY messages_by_sender
        WHERE from_address COLLATE NOCASE IN (SELECT address FROM accounts) AND received_at >= since
          AND received_at < until AND account_id = accounts.id AND body_state = 'ready')) AS received,
      sum((SELECT count(*) FROM messages
        WHERE account_id = accounts.id AND exposure = 2 AND received_at >= since AND received_at < until)
      - (SELECT count(*) FROM messages INDEXED BY messages_by_sender
        WHERE from_address COLLATE NOCASE IN (SELECT address FROM accounts) AND received_at >= since
          AND received_at < until AND account_id = accounts.id AND tracker_count > 0
          AND body_state = 'ready')) AS tracked
    FROM spans CROSS JOIN accounts
    WHERE ${accountId} IS NULL OR accounts.id = ${accountId}
    GROUP BY spans.key ORDER BY spans.key`)
}

/** The mails of which the user asked for a tracker, and when each came. */
export function listLetIn(db: ReadableDatabase, range: ReportRange): { id: MessageId; at: number }[] {
  return db.all(sql<{ id: MessageId; at: number }>`
    SELECT id, received_at AS at FROM messages
    WHERE id IN (
        SELECT message_id FROM asked_references WHERE verdict = 'tracker')
      AND received_at >= ${range.from} AND received_at < ${range.until} AND body_state = 'ready'
      AND (${range.accountId} IS NULL OR account_id = ${range.accountId})
      AND from_address COLLATE NOCASE NOT IN (SELECT address FROM accounts)`)
}

export interface SenderCounts extends Omit<PrivacyReport['senders'][number], 'name'> {
  /** Mails with trackers of which no service is known. */
  unnamed: number
}

/**
 * Whoever sent tracked mail or asked for receipts, the most curious first.
 *
 * @param letIn the mails of which the user asked for a tracker.
 */
export function countSenders(
  db: ReadableDatabase,
  range: ReportRange,
  letIn: readonly MessageId[],
): SenderCounts[] {
  return db.all(sql<SenderCounts>`
    WITH let_in AS MATERIALIZED (
      SELECT from_address AS address, count(*) AS mails FROM messages
      WHERE id IN (SELECT value FROM json_each(${JSON.stringify(letIn)})) GROUP BY from_address COLLATE NOCASE
    ), senders AS (
      SELECT from_address AS address, count(*) AS received, sum(tracker_count > 0) AS tracked,
        sum(tracker_count) AS trackers, sum(receipt_count > 0) AS receipts,
        sum(tracker_count > 0 AND (services_json = '[]')) AS unnamed
      FROM messages
      WHERE body_state = 'ready' AND received_at >= ${range.from} AND received_at < ${range.until}
        AND (${range.accountId} IS NULL OR account_id = ${range.accountId})
      GROUP BY from_address COLLATE NOCASE
    )
    SELECT senders.*, coalesce(let_in.mails, 0) AS letIn
    FROM senders LEFT JOIN let_in ON let_in.address = senders.address COLLATE NOCASE
    WHERE (tracked > 0 OR receipts > 0) AND senders.address COLLATE NOCASE NOT IN (SELECT address FROM accounts)
    ORDER BY tracked DESC, trackers DESC, receipts DESC, senders.address`)
}

/** As each of the addresses called itself last, in their order. */
export function latestNames(db: ReadableDatabase, addresses: readonly string[]): string[] {
  const rows = db.all(sql<{ name: string }>`
    SELECT (
      SELECT from_name FROM messages WHERE body_state = 'ready' AND from_address COLLATE NOCASE = json_each.value
      ORDER BY received_at DESC LIMIT 1
    ) AS name
    FROM json_each(${JSON.stringify(addresses)}) ORDER BY json_each.key`)
  return rows.map(({ name }) => name)
}

type AccountRange = ReportSpan & { accountId: AccountId }

/** Tracked mails by the services of their trackers; a mail counts for each. */
export function countServices(
  db: ReadableDatabase,
  range: AccountRange,
): { service: string; tracked: number }[] {
  return db.all(sql<{ service: string; tracked: number }>`
    SELECT service, count(*) AS tracked FROM message_services
    WHERE account_id = ${range.accountId} AND received_at >= ${range.from} AND received_at < ${range.until}
      AND message_id NOT IN (
        SELECT id FROM messages
        WHERE from_address COLLATE NOCASE IN (SELECT address FROM accounts) AND tracker_count > 0
          AND body_state = 'ready')
    GROUP BY service`)
}

/** Tracked mails of any of these services, each counted once. */
export function countMailsOfServices(
  db: ReadableDatabase,
  range: AccountRange,
  services: readonly string[],
): number {
  const row = db.get(sql<{ tracked: number }>`
    SELECT count(DISTINCT message_id) AS tracked FROM message_services
    WHERE account_id = ${range.accountId} AND service IN (SELECT value FROM json_each(${JSON.stringify(services)}))
      AND received_at >= ${range.from} AND received_at < ${range.until}
      AND message_id NOT IN (
        SELECT id FROM messages
        WHERE from_address COLLATE NOCASE IN (SELECT address FROM accounts) AND tracker_count > 0
          AND body_state = 'ready')`)
  return row?.tracked ?? 0
}

/** Mails whose request for a receipt the user answered, even if nobody knows whether the answer arrived. */
export function countReceiptsSent(db: ReadableDatabase, range: ReportRange): number {
  const row = db.get(sql<{ sent: number }>`
    SELECT count(*) AS sent FROM receipts_sent CROSS JOIN messages ON messages.id = receipts_sent.message_id
    WHERE received_at >= ${range.from} AND received_at < ${range.until} AND receipt_count > 0
      AND body_state = 'ready' AND (${range.accountId} IS NULL OR account_id = ${range.accountId})
      AND from_address COLLATE NOCASE NOT IN (SELECT address FROM accounts)`)
  return row?.sent ?? 0
}

/** Mails whose body is still to be fetched. */
export function countWaiting(db: ReadableDatabase, range: ReportRange): number {
  const row = db.get(sql<{ waiting: number }>`
    SELECT count(*) AS waiting FROM accounts
      CROSS JOIN messages INDEXED BY messages_missing_bodies ON messages.account_id = accounts.id
    WHERE (${range.accountId} IS NULL OR accounts.id = ${range.accountId}) AND body_state = 'missing'
      AND received_at >= ${range.from} AND received_at < ${range.until}`)
  return row?.waiting ?? 0
}
