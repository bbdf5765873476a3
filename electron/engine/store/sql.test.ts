import { expect, test } from 'vitest'
import { fragment, sql } from './sql.ts'

test('a value never becomes SQL, whatever it says, and a fragment is part of the statement', () => {
  const columns = fragment`id, path AS name`
  const order = fragment`name DESC`
  const query = (name: string) =>
    sql`SELECT ${columns} FROM folders WHERE name = ${name} ORDER BY ${order} LIMIT ${1}`
  const { strings, values } = query(`'; DROP TABLE folders; --`)
  expect(strings.join('?')).toBe(
    'SELECT id, path AS name FROM folders WHERE name = ? ORDER BY name DESC LIMIT ?',
  )
  expect(values).toEqual([`'; DROP TABLE folders; --`, 1])
  // By this identity its prepared statement is found again.
  expect(query('other').strings).toBe(strings)
})
