import { expect, test } from 'vitest'
import { openTempStore } from '../testing/temp-store.ts'
import { sql } from './sql.ts'

test('a value never becomes SQL', () => {
  const store = openTempStore()
  const evil = `x'); DROP TABLE accounts; --`
  const row = store.read.get(sql<{ value: string }>`SELECT ${evil} AS value`)
  expect(row).toEqual({ value: evil })
  expect(store.read.all(sql`SELECT * FROM accounts WHERE address = ${"' OR 1 = 1 --"}`)).toEqual([])
})

test('a reader refuses to write, whatever its types were told', () => {
  const store = openTempStore()
  expect(() => store.read.get(sql`DELETE FROM accounts RETURNING id`)).toThrow('given to a reader')
  expect(() => store.read.all(sql`DELETE FROM accounts`)).toThrow('given to a reader')
})

test('a column takes no value of another type', () => {
  const store = openTempStore()
  expect(() =>
    store.write((db) => db.run(sql`INSERT INTO unplaced (message_id) VALUES (${'twelve'})`)),
  ).toThrow(/datatype|TEXT/)
})
