import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Database } from 'better-sqlite3'
import { CIPHER, rawKey, saveKeyCheck } from './database-key.ts'
import { type MailFiles, needSpace, openMailFile, removeDatabase, sizeOf } from './mail-file.ts'

// SQLite reads this when it is loaded, which the first `new Database` does. Only in the form of an address can a
// copy be given a key of its own, and so be encrypted as it is written, never lying on the disk in clear.
process.env['SQLITE_USE_URI'] = '1'

/** @throws MailError 'disk-full', and SQLite's errors; the database is as before then. */
export function encryptMail(files: MailFiles, key: Uint8Array): void {
  encryptInPlace(files.mail, key, () => saveKeyCheck(files.dataDir, key))
}

/**
 * Encrypts a database that is not: a copy is written, read through once, and renamed into the old one's place.
 * Whenever the program ends meanwhile, the one or the other is there whole.
 *
 * @throws MailError 'disk-full', and SQLite's errors; the database is as before then.
 */
export function encryptInPlace(file: string, key: Uint8Array, beforeSwap = () => {}): void {
  const copy = `${file}-encrypting`
  removeDatabase(copy)
  const plain = openMailFile(file, null)
  try {
    // The log is as readable as the rest; leaving this mode takes it away.
    plain.pragma('journal_mode = DELETE')
    needSpace(file, sizeOf(file) * 1.1 + 1_000_000)
    closeSync(openSync(copy, 'a', 0o600))
    plain.pragma('auto_vacuum = INCREMENTAL')
    plain.exec(`VACUUM INTO '${withKey(copy, key)}'`)
    expectSame(plain, copy, key)
  } catch (error) {
    plain.close()
    removeDatabase(copy)
    throw error
  }
  plain.close()
  beforeSwap()
  renameSync(copy, file)
}

function withKey(file: string, key: Uint8Array): string {
  const address = pathToFileURL(file)
  address.searchParams.set('cipher', CIPHER)
  address.searchParams.set('hexkey', Buffer.from(rawKey(key)).toString('hex'))
  return address.href.replaceAll("'", '%27')
}

/** The tags of all pages and the number of rows in every table. */
function expectSame(plain: Database, copy: string, key: Uint8Array): void {
  const encrypted = openMailFile(copy, key)
  try {
    const [problem] = encrypted.pragma('quick_check(1)') as { quick_check: string }[]
    const [before, after] = [plain, encrypted].map((connection) => JSON.stringify(countRows(connection)))
    if (problem?.quick_check !== 'ok' || before !== after)
      throw new Error('the encrypted copy is not the same')
  } finally {
    encrypted.close()
  }
  const file = openSync(copy, 'r+')
  fsyncSync(file)
  closeSync(file)
}

function countRows(connection: Database): [string, unknown][] {
  const names = connection.prepare<[], { name: string }>(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow') ORDER BY name`,
  )
  return names
    .all()
    .map(({ name }) => [name, connection.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()])
}
