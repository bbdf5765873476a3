import type { Database } from 'better-sqlite3'
import { firstTables } from './migrations/0001-first-tables.ts'
import { search } from './migrations/0002-search.ts'
import { trust } from './migrations/0003-trust.ts'
import { vaultLimits } from './migrations/0004-vault-limits.ts'
import { privacyReport } from './migrations/0005-privacy-report.ts'
import { receiptsSent } from './migrations/0006-receipts-sent.ts'
import { accountLogins } from './migrations/0007-account-logins.ts'
import { threads } from './migrations/0008-threads.ts'

/** Position + 1 is the number in the file's name and the `user_version` it leads to. */
const allMigrations: readonly Migration[] = [
  firstTables,
  search,
  trust,
  vaultLimits,
  privacyReport,
  receiptsSent,
  accountLogins,
  threads,
]

/** Changes tables and moves rows with SQL of its own; never derives data again and never imports the store. */
export type Migration = (connection: Database) => void

/**
 * Brings the database to the newest version, each step in a transaction of its own: a step that fails leaves
 * the database at the version before it.
 *
 * @throws Error when the file was written by a newer Curtain, which is then left untouched.
 */
export function migrate(connection: Database, migrations = allMigrations): void {
  const version = Number(connection.pragma('user_version', { simple: true }))
  if (version > migrations.length) throw new Error(`database version ${version} is newer than this program`)
  for (const [index, change] of migrations.entries()) {
    if (index < version) continue
    connection
      .transaction(() => {
        change(connection)
        connection.pragma(`user_version = ${index + 1}`)
      })
      .immediate()
  }
}
