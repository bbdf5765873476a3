import type { Database } from 'better-sqlite3'
import { MailError } from '../../../shared/errors.ts'
import { firstTables } from './migrations/0001-first-tables.ts'
import { search } from './migrations/0002-search.ts'
import { trust } from './migrations/0003-trust.ts'
import { vaultLimits } from './migrations/0004-vault-limits.ts'
import { privacyReport } from './migrations/0005-privacy-report.ts'
import { receiptsSent } from './migrations/0006-receipts-sent.ts'
import { accountLogins } from './migrations/0007-account-logins.ts'
import { threads } from './migrations/0008-threads.ts'
import { searchRows } from './migrations/0009-search-rows.ts'
import { serverIds } from './migrations/0010-server-ids.ts'
import { operations } from './migrations/0011-operations.ts'
import { keepDays } from './migrations/0012-keep-days.ts'
import { noSearchQueue } from './migrations/0013-no-search-queue.ts'
import { picturesApart } from './migrations/0014-pictures-apart.ts'
import { strayOperations } from './migrations/0015-stray-operations.ts'
import { askedReferences } from './migrations/0016-asked-references.ts'
import { receiptsIgnored } from './migrations/0017-receipts-ignored.ts'
import { leftOut } from './migrations/0018-left-out.ts'
import { searchPages } from './migrations/0019-search-pages.ts'
import { storedInOrder } from './migrations/0020-stored-in-order.ts'
import { failedBodies } from './migrations/0021-failed-bodies.ts'

/** Position + 1 is the number in the file's name and the `user_version` it leads to. */
export const allMigrations: readonly Migration[] = [
  firstTables,
  search,
  trust,
  vaultLimits,
  privacyReport,
  receiptsSent,
  accountLogins,
  threads,
  searchRows,
  serverIds,
  operations,
  keepDays,
  noSearchQueue,
  picturesApart,
  strayOperations,
  askedReferences,
  receiptsIgnored,
  leftOut,
  searchPages,
  storedInOrder,
  failedBodies,
]

/** Changes tables and moves rows with SQL of its own; never derives data again and never imports the store. */
export type Migration = (connection: Database) => void

/** @throws MailError 'database-newer' when a newer Curtain wrote it. */
export function versionOf(connection: Database, newest = allMigrations.length): number {
  const version = Number(connection.pragma('user_version', { simple: true }))
  if (version > newest) throw new MailError('database-newer')
  return version
}

/**
 * Brings the database to the newest version, all steps in one transaction: when one fails, the database is as it was.
 *
 * @throws MailError 'database-newer', and leaves the file untouched then.
 */
export function migrate(connection: Database, migrations = allMigrations): void {
  const version = versionOf(connection, migrations.length)
  if (version === migrations.length) return
  connection
    .transaction(() => {
      for (const change of migrations.slice(version)) change(connection)
      connection.pragma(`user_version = ${migrations.length}`)
    })
    .immediate()
}
