import type { Store } from './open-store.ts'
import { sql } from './sql.ts'

/*
 * What a transaction adds to the search index is a piece of its own; FTS5 merges pieces of the same size, so that a search
 * has few to look into. By itself it does so in the transaction that is the one too many, 300 pages at once.
 */

export interface IndexMerging {
  afterWrite(): void
  stop(): void
}

/** Merges after each write what there is to merge, some pages at a time: a millisecond or two. */
export function createIndexMerging(write: Store['write']): IndexMerging {
  let turn: NodeJS.Immediate | undefined
  let merging = false

  function mergeSome(): void {
    turn = undefined
    merging = true
    try {
      const more = write((db) => {
        const changes = () => db.get(sql<{ n: number }>`SELECT total_changes() AS n`)?.n ?? 0
        const before = changes()
        db.run(sql`INSERT INTO message_search (message_search, rank) VALUES ('merge', 32)`)
        // The statement counts as one.
        return changes() - before > 1
      })
      if (more) turn = setImmediate(mergeSome)
    } catch {
      // A full disk is told by the next write; damage is remembered.
    } finally {
      merging = false
    }
  }

  return {
    afterWrite() {
      if (!merging) turn ??= setImmediate(mergeSome)
    },
    stop: () => clearImmediate(turn),
  }
}
