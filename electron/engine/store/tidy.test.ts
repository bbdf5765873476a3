import { randomBytes } from 'node:crypto'
import { existsSync, utimesSync, writeFileSync } from 'node:fs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { addAccount } from '../testing/sample-mail.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { mailFiles, openMailFile } from './mail-file.ts'
import { sql } from './sql.ts'
import { createTidying } from './tidy.ts'

vi.setConfig({ testTimeout: 30_000 })

/** A store with rows of 40 MB, half of which were deleted again, and steps over a connection of their own. */
function openWithHoles() {
  const dir = tempDataDir()
  const key = randomBytes(32)
  const store = openTempStore(dir, key)
  store.write((db) => {
    addAccount(db)
    db.run(sql`CREATE TABLE bulk (name TEXT PRIMARY KEY, bytes BLOB)`)
    const bytes = randomBytes(40_000)
    for (let n = 0; n < 1_000; n += 1) db.run(sql`INSERT INTO bulk VALUES (${String(n)}, ${bytes})`)
  })
  store.write((db) => db.run(sql`DELETE FROM bulk WHERE CAST(name AS INTEGER) % 2 = 0`))
  const files = mailFiles(dir)
  const connection = openMailFile(files.mail, key)
  onTestFinished(() => {
    connection.close()
  })
  return { store, files, connection, step: createTidying(connection, files) }
}

test('the space of deleted rows goes back to the disk in small steps, and no row with it', () => {
  const { store, connection, step } = openWithHoles()
  const pages = () => Number(connection.pragma('page_count', { simple: true }))
  const before = pages()
  let steps = 0
  while (step()) steps += 1
  expect(steps).toBeGreaterThan(10)
  expect(pages()).toBeLessThan(before * 0.6)
  expect(store.read.get(sql`SELECT count(*) AS n FROM bulk`)).toEqual({ n: 500 })
  expect(store.read.all(sql`PRAGMA integrity_check`)).toEqual([{ integrity_check: 'ok' }])
})

test('a damaged database is there for a week, and what was deleted since with it', () => {
  const { files, step } = openWithHoles()
  for (const file of [files.damaged, `${files.damaged}-wal`])
    writeFileSync(file, 'of an account that is gone')
  step()
  expect(existsSync(files.damaged)).toBe(true)
  const aWeekAgo = Date.now() / 1_000 - 7 * 86_400 - 1
  utimesSync(files.damaged, aWeekAgo, aWeekAgo)
  step()
  expect(existsSync(files.damaged)).toBe(false)
  expect(existsSync(`${files.damaged}-wal`)).toBe(false)
})
