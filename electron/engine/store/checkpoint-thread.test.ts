import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { BUSY_MS, openMailFile, sizeOf } from './mail-file.ts'
import { sql } from './sql.ts'

vi.setConfig({ testTimeout: 60_000 })

test('the log stays short however much is written, and nothing of it is lost', async () => {
  const dataDir = tempDataDir()
  const store = openTempStore(dataDir)
  const size = (file: string) => statSync(join(dataDir, file), { throwIfNoEntry: false })?.size ?? 0
  const bytes = new Uint8Array(256 * 1024).fill(7)
  store.write((db) => db.run(sql`CREATE TABLE bulk (n INTEGER PRIMARY KEY, bytes BLOB)`))
  let longest = 0
  for (let n = 0; n < 600; n += 1) {
    store.write((db) => {
      db.run(sql`INSERT INTO bulk VALUES (${n}, ${bytes})`)
    })
    longest = Math.max(longest, size('mail.db-wal'))
    // A turn of the loop, as between any two batches of a sync.
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(longest).toBeLessThan(300 * 1024 * 1024)
  // The thread rests now and then, and is woken by a write.
  let n = 600
  await vi.waitFor(
    () => {
      const before = size('mail.db-wal')
      store.write((db) => db.run(sql`INSERT INTO bulk VALUES (${n++}, ${bytes})`))
      expect(size('mail.db-wal')).toBe(before)
    },
    { timeout: 20_000 },
  )
  expect(size('mail.db')).toBeGreaterThan(600 * bytes.byteLength)
  store.write((db) => db.run(sql`DELETE FROM bulk WHERE n >= 600`))
  await store.close()
  const again = openTempStore(dataDir)
  expect(again.read.get(sql`SELECT count(*) AS count, sum(length(bytes)) AS bytes FROM bulk`)).toEqual({
    count: 600,
    bytes: 600 * bytes.byteLength,
  })
})

test('a thread that reads for long makes nobody wait, and the log is begun anew when it has ended', async () => {
  const dataDir = tempDataDir()
  const store = openTempStore(dataDir)
  const bytes = new Uint8Array(256 * 1024).fill(7)
  store.write((db) => db.run(sql`CREATE TABLE bulk (n INTEGER PRIMARY KEY, bytes BLOB)`))
  const write = (n: number) => {
    store.write((db) => {
      db.run(sql`INSERT INTO bulk VALUES (${n}, ${bytes})`)
    })
  }
  write(0)
  const reader = openMailFile(join(dataDir, 'mail.db'), null)
  reader.exec('BEGIN; SELECT count(*) FROM bulk')
  let longest = 0
  for (let n = 1; n < 200; n += 1) {
    const from = performance.now()
    write(n)
    // Long enough for the thread to have said that it moved what it could.
    await new Promise((resolve) => setTimeout(resolve, 10))
    longest = Math.max(longest, performance.now() - from)
  }
  expect(longest).toBeLessThan(BUSY_MS / 2)
  reader.close()
  let n = 200
  await vi.waitFor(
    () => {
      const before = sizeOf(join(dataDir, 'mail.db-wal'))
      write(n++)
      expect(sizeOf(join(dataDir, 'mail.db-wal'))).toBe(before)
    },
    { timeout: 20_000 },
  )
})

test.skipIf(process.platform === 'win32')(
  'a disk that fills up while the log is moved ends nobody',
  async () => {
    const dir = tempDataDir()
    const [openStore, sql] = ['./open-store.ts', './sql.ts'].map((file) =>
      JSON.stringify(new URL(file, import.meta.url).href),
    )
    const script = join(dir, 'fill.mjs')
    writeFileSync(
      script,
      `import { openStore } from ${openStore}
    import { sql } from ${sql}
    const store = openStore(${JSON.stringify(dir)})
    const bytes = new Uint8Array(64 * 1024)
    store.write((db) => db.run(sql\`CREATE TABLE bulk (n INTEGER PRIMARY KEY, bytes BLOB)\`))
    try {
      for (let n = 0; ; n += 1) {
        store.write((db) => db.run(sql\`
          INSERT INTO bulk VALUES (\${n}, \${bytes})\`))
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
    } catch (error) {
      console.log(error.code, store.read.get(sql\`SELECT count(*) > 0 AS some FROM bulk\`).some)
    }
    await store.close()`,
    )
    // No file may grow beyond 24 MB, in blocks of 512 bytes: there the log has room, and the database soon has none.
    const shell = ['-c', 'ulimit -f 49152 && exec "$@"', 'sh', process.execPath, script]
    const child = spawn('sh', shell, { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text
    })
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(said.trim()).toBe('disk-full 1')
  },
)
