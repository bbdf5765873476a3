import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('acts with one key take turns, whatever becomes of them; others do not wait', async () => {
  const turns = createTurns<string>()
  const done: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = turns('a', async () => {
    await gate.promise
    done.push('first')
    throw new Error('failed')
  })
  const second = turns('a', async () => done.push('second'))
  await turns('b', async () => done.push('other'))
  expect(done).toEqual(['other'])
  gate.resolve()
  await expect(first).rejects.toThrow('failed')
  await second
  expect(done).toEqual(['other', 'first', 'second'])
})
