import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { tempDataDir } from '../testing/temp-store.ts'
import { mailFiles, openMailFile } from './mail-file.ts'
import { allMigrations, type Migration } from './migrate.ts'
import { openMail } from './open-mail.ts'

const key = randomBytes(32)
const addTable: Migration = (db) => db.exec('CREATE TABLE extra (x INTEGER) STRICT')
const dropRules: Migration = (db) => db.exec('DELETE FROM trust_rules')
const fail: Migration = () => {
  throw new Error('a mistake of ours')
}

/** A database of today with one rule in it. */
function filled() {
  const files = mailFiles(tempDataDir())
  const { connection } = openMail(files, key)
  connection.exec(
    `INSERT INTO trust_rules (scope, identity, decision, created_at) VALUES ('domain', 'a.example', 'load', 0)`,
  )
  connection.close()
  return files
}

function rulesOf(connection: Database): unknown[] {
  onTestFinished(() => {
    connection.close()
  })
  return connection.prepare('SELECT identity FROM trust_rules').pluck().all()
}

test('before a migration what no server gives back is copied, and the copy stays until all was read through', () => {
  const files = filled()
  const { connection, unsure } = openMail(files, key, [...allMigrations, addTable, dropRules])
  expect(rulesOf(connection)).toEqual([])
  expect(unsure).toBe(true)
  expect(rulesOf(openMailFile(files.backup, key))).toEqual(['a.example'])
})

test('an upgrade needs no room for a second mailbox', () => {
  const files = filled()
  const { connection } = openMail(files, key)
  connection.exec('CREATE TABLE bulk (bytes BLOB)')
  connection.prepare('INSERT INTO bulk VALUES (?)').run(randomBytes(20_000_000))
  connection.close()
  openMail(files, key, [...allMigrations, addTable]).connection.close()
  expect(statSync(files.backup).size).toBeLessThan(500_000)
})

test('a migration that fails, after others that did not, leaves the database as it was before all of them', () => {
  const files = filled()
  const before = readFileSync(files.mail)
  expect(() => openMail(files, key, [...allMigrations, dropRules, fail])).toThrow('a mistake of ours')
  expect(readFileSync(files.mail).equals(before)).toBe(true)
  expect(rulesOf(openMail(files, key).connection)).toEqual(['a.example'])
})

test('where no copy can be written nothing is migrated', () => {
  const files = filled()
  const before = readFileSync(files.mail)
  mkdirSync(`${files.backup}-new`)
  writeFileSync(`${files.backup}-new/x`, '')
  expect(() => openMail(files, key, [...allMigrations, dropRules])).toThrow()
  expect(readFileSync(files.mail).equals(before)).toBe(true)
})

test('a database of a newer Curtain is told as such and left alone', () => {
  const files = filled()
  openMail(files, key, [...allMigrations, addTable]).connection.close()
  const before = readFileSync(files.mail)
  expect(() => openMail(files, key)).toThrow(new MailError('database-newer'))
  expect(readFileSync(files.mail).equals(before)).toBe(true)
  expect(existsSync(files.damaged)).toBe(false)
})

test('nothing is copied where there is nothing to migrate, and a clean end needs no check', () => {
  const files = filled()
  const { connection, unsure } = openMail(files, key)
  connection.close()
  expect(unsure).toBe(false)
  expect(existsSync(files.backup)).toBe(false)
})

test('a check that has not come to its end goes on at the next start, however cleanly the program ended', () => {
  const files = filled()
  writeFileSync(files.checkBegun, 'messages')
  const { connection, unsure } = openMail(files, key)
  connection.close()
  expect(unsure).toBe(true)
})
