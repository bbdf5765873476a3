import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { safeStorage } from 'electron'

/** What lies beside it and can be read with it alone. */
const ENCRYPTED = ['mail.db', 'mail-kept.db', 'mail-recovered.db']

/**
 * The key of the engine's database, made at the first start: 32 random bytes as hex, kept in `file` as the keychain
 * encrypts it.
 *
 * @returns null where there is no keychain, or where it does not open the key that is there: then the engine tells
 *   that the database is locked, and neither is touched.
 */
export async function openDatabaseKey(file: string, keychain: boolean): Promise<string | null> {
  if (!keychain) return null
  // A key that can't be read now is one that does not open, and never none: it must not be replaced.
  const stored = await readFile(file, 'utf8').catch(({ code }) => (code === 'ENOENT' ? null : ''))
  if (stored !== null) {
    const opened = await safeStorage.decryptStringAsync(Buffer.from(stored, 'base64')).catch(() => null)
    if (opened?.shouldReEncrypt) await save(file, opened.result).catch(() => {})
    if (opened !== null) return opened.result
    // Without a database nothing is lost with the old key.
    if (ENCRYPTED.some((name) => existsSync(join(dirname(file), name)))) return null
  }
  const key = randomBytes(32).toString('hex')
  await save(file, key)
  return key
}

/** Renamed into place, and on the disk before anything is encrypted with it. */
async function save(file: string, key: string): Promise<void> {
  const encrypted = await safeStorage.encryptStringAsync(key)
  await writeFile(`${file}.new`, encrypted.toString('base64'), { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
}
