import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { DatabaseKey } from '../store/database-key.ts'
import { openStore, type Store } from '../store/open-store.ts'

/** An empty folder that is gone when the test ends. */
export function tempDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'curtain-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** An empty store in a folder of its own; both are gone when the test ends. */
export function openTempStore(dataDir = tempDataDir(), key: DatabaseKey = null): Store {
  const store = openStore(dataDir, { key })
  onTestFinished(() => store.close())
  return store
}
