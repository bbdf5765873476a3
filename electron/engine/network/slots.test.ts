import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

/** Runs acts that end when they are told to, and sees which of them have begun. */
function openActs(perHost: number, total: number) {
  const inSlot = createSlots(perHost, total)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  return {
    begun,
    start: (host: string, name: string) =>
      inSlot(host, () => {
        begun.push(name)
        return new Promise<void>((end) => ends.set(name, end))
      }),
    async end(name: string) {
      ends.get(name)?.()
      // What waited begins in a later microtask.
      await new Promise<void>((resolve) => setImmediate(resolve))
    },
  }
}

test('a full host waits, and holds up no other host', async () => {
  const acts = openActs(2, 10)
  for (const name of ['a1', 'a2', 'a3', 'a4']) void acts.start('a.example', name)
  void acts.start('b.example', 'b1')
  expect(acts.begun).toEqual(['a1', 'a2', 'b1'])
  await acts.end('a2')
  expect(acts.begun).toEqual(['a1', 'a2', 'b1', 'a3'])
})

test('all hosts together wait when all slots are taken, in the order in which they came', async () => {
  const acts = openActs(2, 3)
  for (const host of ['a', 'b', 'c', 'd', 'e']) void acts.start(`${host}.example`, host)
  expect(acts.begun).toEqual(['a', 'b', 'c'])
  await acts.end('b')
  await acts.end('a')
  expect(acts.begun).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('an act that fails gives its slot back', async () => {
  const inSlot = createSlots(1, 1)
  await expect(inSlot('a.example', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(await inSlot('a.example', async () => 'ran')).toBe('ran')
})
