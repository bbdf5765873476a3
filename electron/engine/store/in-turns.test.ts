import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { openTempStore } from '../testing/temp-store.ts'
import { inTurns } from './in-turns.ts'
import { sql } from './sql.ts'

test('whatever takes long is written in short transactions, between which others have their turn', async () => {
  const store = openTempStore()
  vi.useFakeTimers({ toFake: ['performance'] })
  let turns = 0
  let isOver = false
  const others = (async () => {
    for (; !isOver; turns += 1) await nextTurn()
  })()
  const writes: number[][] = []
  const write = vi.fn(store.write)
  try {
    const items = Array.from({ length: 23 }, (_, n) => n)
    await inTurns({ write: (act) => write(act) as ReturnType<typeof act> }, items, 2, (_db, some) => {
      vi.advanceTimersByTime(4)
      writes.push([...some])
    })
    isOver = true
    await others
    expect(writes.flat()).toEqual(items)
    // Two times two in 8 ms.
    expect(write).toHaveBeenCalledTimes(6)
    expect(turns).toBeGreaterThanOrEqual(6)
  } finally {
    vi.useRealTimers()
  }
})

test('what was written stays when a later one fails', async () => {
  const store = openTempStore()
  const ids = [1, 2, 3]
  const attempt = inTurns(store, ids, 1, (db, some) => {
    const end = performance.now() + 11
    while (performance.now() < end);
    if (some.includes(3)) throw new Error('full')
    for (const id of some) db.run(sql`INSERT INTO unplaced (message_id) VALUES (${id})`)
  })
  await expect(attempt).rejects.toThrow('full')
  expect(store.read.all(sql`SELECT message_id AS id FROM unplaced`)).toEqual([{ id: 1 }, { id: 2 }])
})
