import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from './migrate.ts'

function emptyDatabase(): Database.Database {
  const connection = new Database(':memory:')
  connection.pragma('foreign_keys = ON')
  onTestFinished(() => {
    connection.close()
  })
  return connection
}

function schemaOf(connection: Database.Database): unknown {
  return connection.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
}

const versionOf = (connection: Database.Database) => connection.pragma('user_version', { simple: true })

test('the first migration makes sound STRICT tables', () => {
  const connection = emptyDatabase()
  migrate(connection)
  expect(versionOf(connection)).toBe(1)
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
  const loose = connection
    .prepare(
      `SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND schema = 'main'
        AND name NOT LIKE 'sqlite_%'`,
    )
    .all()
  expect(loose).toEqual([])
})

test('a second run changes nothing', () => {
  const connection = emptyDatabase()
  migrate(connection)
  const before = schemaOf(connection)
  connection.exec(`INSERT INTO accounts VALUES (1, 'a@b', '', 'h', 1, 'tls', 'u')`)
  const changes = connection.prepare('SELECT total_changes() AS n').get()
  migrate(connection)
  expect(schemaOf(connection)).toEqual(before)
  expect(connection.prepare('SELECT total_changes() AS n').get()).toEqual(changes)
})

test('a step that fails leaves the version and the rows before it, and can be tried again', () => {
  const connection = emptyDatabase()
  const first = (db: Database.Database) =>
    db.exec('CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1)')
  const broken = (db: Database.Database) => {
    db.exec('DELETE FROM a; CREATE TABLE b (x INTEGER) STRICT')
    throw new Error('power cut')
  }
  const repaired = (db: Database.Database) => db.exec('CREATE TABLE b (x INTEGER) STRICT')
  expect(() => migrate(connection, [first, broken])).toThrow('power cut')
  expect(versionOf(connection)).toBe(1)
  expect(connection.prepare('SELECT x FROM a').all()).toEqual([{ x: 1 }])
  migrate(connection, [first, repaired])
  expect(versionOf(connection)).toBe(2)
  expect(connection.prepare('SELECT x FROM a').all()).toEqual([{ x: 1 }])
})

test('a file of a newer Curtain is left alone', () => {
  const connection = emptyDatabase()
  connection.pragma('user_version = 99')
  expect(() => migrate(connection)).toThrow('newer')
  expect(schemaOf(connection)).toEqual([])
})
