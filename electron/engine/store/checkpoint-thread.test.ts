import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { sql } from './sql.ts'

vi.setConfig({ testTimeout: 60_000 })

test('the log stays short however much is written, and nothing of it is lost', async () => {
  const dataDir = tempDataDir()
  const store = openTempStore(dataDir)
  const size = (file: string) => statSync(join(dataDir, file), { throwIfNoEntry: false })?.size ?? 0
  const bytes = new Uint8Array(256 * 1024).fill(7)
  let longest = 0
  for (let n = 0; n < 600; n += 1) {
    store.write((db) => {
      db.run(sql`INSERT INTO vault (sha256, media_type, bytes) VALUES (${String(n)}, 'image/png', ${bytes})`)
    })
    longest = Math.max(longest, size('mail.db-wal'))
    // A turn of the loop, as between any two batches of a sync.
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(longest).toBeLessThan(300 * 1024 * 1024)
  await vi.waitFor(() => expect(size('mail.db-wal')).toBeLessThan(17 * 1024 * 1024), { timeout: 20_000 })
  await store.close()
  const again = openTempStore(dataDir)
  expect(again.read.get(sql`SELECT count(*) AS count, sum(length(bytes)) AS bytes FROM vault`)).toEqual({
    count: 600,
    bytes: 600 * bytes.byteLength,
  })
})
