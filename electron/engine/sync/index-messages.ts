import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/open-store.ts'
import { indexPending } from '../store/search-index.ts'

/** Indexes for search whatever waits for it; ends when nothing does. Calls that overlap share one run. */
export type IndexMessages = () => Promise<void>

/** About 10 ms: the page's calls come in between. */
const AT_ONCE = 40

export function createIndexer(options: { store: Store; log: Log; signal: AbortSignal }): IndexMessages {
  const { store, log, signal } = options
  let underWay: Promise<void> | undefined

  async function run(): Promise<void> {
    let count = 0
    while (!signal.aborted) {
      const indexed = store.write((db) => indexPending(db, AT_ONCE))
      if (indexed === 0) break
      count += indexed
      await nextTurn()
    }
    if (count > 0) log.info('index-finished', { count })
  }

  return () => {
    underWay ??= run().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}
