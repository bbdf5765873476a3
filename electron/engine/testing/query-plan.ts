import type { ReadableDatabase } from '../store/database.ts'
import type { Query } from '../store/sql.ts'

/**
 * How SQLite carries out each query that `act` makes, one entry per query with the lines of
 * EXPLAIN QUERY PLAN.
 */
export function queryPlans(db: ReadableDatabase, act: (db: ReadableDatabase) => void): string[][] {
  const asked: Query<unknown>[] = []
  act({
    get(query) {
      asked.push(query)
      return db.get(query)
    },
    all(query) {
      asked.push(query)
      return db.all(query)
    },
  })
  return asked.map(({ strings, values }) => {
    const [first, ...rest] = strings
    const explained = Object.assign([`EXPLAIN QUERY PLAN ${first}`, ...rest], { raw: [] })
    const lines = db.all<{ detail: string }>({ strings: explained, values })
    return lines.map(({ detail }) => detail)
  })
}
