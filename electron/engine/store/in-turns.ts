import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WritableDatabase } from './database.ts'
import type { Store } from './open-store.ts'

/** A click may have to wait for 10 ms, of which the commit takes its part. */
const TURN_MS = 5

/**
 * Writes much a little at a time: transactions of about 10 ms, with whatever else the thread has to do between them.
 * What was written stays when a later one fails.
 *
 * @param atOnce how many `items` are sure to take less than that.
 */
export async function inTurns<T>(
  store: Pick<Store, 'write'>,
  items: readonly T[],
  atOnce: number,
  write: (db: WritableDatabase, some: readonly T[]) => void,
): Promise<void> {
  let next = 0
  while (next < items.length) {
    const until = performance.now() + TURN_MS
    next = store.write((db) => {
      let at = next
      do {
        write(db, items.slice(at, at + atOnce))
        at += atOnce
      } while (at < items.length && performance.now() < until)
      return at
    })
    await nextTurn()
  }
}
