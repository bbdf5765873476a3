import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'

/** 32 random bytes, or null where there is nowhere safe to keep them: what is stored then is not encrypted. */
export type DatabaseKey = Uint8Array | null

/** Each page by itself, with a tag that tells a damaged page from a good one (docs/decisions/014). */
export const CIPHER = 'aegis'

/** The key itself: SQLite would otherwise take it for a password and stretch it. */
export function rawKey(key: Uint8Array): string {
  return `raw:${Buffer.from(key).toString('hex')}`
}

/** What a connection has to be told before anything else; strings, so that a thread can be handed them. */
export function unlockingPragmas(key: DatabaseKey): string[] {
  return key === null ? [] : [`cipher = '${CIPHER}'`, `key = "${rawKey(key)}"`]
}

export function unlock(connection: Database, key: DatabaseKey): void {
  for (const pragma of unlockingPragmas(key)) connection.pragma(pragma)
}

/**
 * Lies beside an encrypted database and says nothing but whether a key is its key. Without it a damaged file, a
 * wrong key and a file that never was a database would all look the same.
 */
const checkFile = (dataDir: string): string => join(dataDir, 'mail.key-check')

function checkOf(key: Uint8Array): string {
  return createHmac('sha256', key).update('Curtain mail.db').digest('hex')
}

export function saveKeyCheck(dataDir: string, key: Uint8Array): void {
  const file = checkFile(dataDir)
  writeFileSync(`${file}.new`, checkOf(key), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

/** undefined: there is no encrypted database here. */
export function fitsKeyCheck(dataDir: string, key: DatabaseKey): boolean | undefined {
  let stored: string
  try {
    stored = readFileSync(checkFile(dataDir), 'utf8')
  } catch {
    return undefined
  }
  if (key === null) return false
  const expected = Buffer.from(checkOf(key))
  const found = Buffer.from(stored)
  return expected.length === found.length && timingSafeEqual(expected, found)
}
