import type { Account } from '../../../shared/models/account.ts'
import type { ReadableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** Mails sent last that are looked at: a few ms, and more than anyone writes before using each address again. */
const SENT_MAILS = 1_000
const SENT_ADDRESSES = 20

/**
 * Every address by which the user is known to be reached, in lower case and without repeats: the account's own,
 * the name one logs in with where it is an address, and those that the mails in the Sent folder are from, the most
 * used first. Some ms for a large folder, so ask once for many mails.
 */
export function listIdentities(
  db: ReadableDatabase,
  account: Pick<Account, 'id' | 'address' | 'user'>,
): string[] {
  const sent = db.all(sql<{ address: string }>`
    SELECT lower(messages.from_address) AS address
    FROM (
      SELECT placements.message_id
      FROM placements
      WHERE placements.folder_id = (
        SELECT id FROM folders WHERE account_id = ${account.id} AND role = 'sent' ORDER BY total DESC LIMIT 1
      )
      ORDER BY placements.received_at DESC LIMIT ${SENT_MAILS}
    ) AS latest
    JOIN messages ON messages.id = latest.message_id
    WHERE messages.from_address LIKE '%_@_%'
    GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${SENT_ADDRESSES}`)
  const own = [account.address, account.user].filter((name) => /.@./.test(name))
  return [...new Set([...own.map((name) => name.toLowerCase()), ...sent.map(({ address }) => address)])]
}
