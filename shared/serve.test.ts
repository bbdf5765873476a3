import { expect, test } from 'vitest'
import { z } from 'zod'
import { connect } from './connect.ts'
import { MailError } from './errors.ts'
import type { Port } from './port.ts'
import { type Contract, serve } from './serve.ts'

const contract = {
  procedures: {
    double: { input: z.object({ n: z.number() }), output: z.number() },
    bytes: { input: z.void(), output: z.instanceof(Uint8Array) },
    fail: { input: z.void(), output: z.void() },
    lie: { input: z.void(), output: z.number() },
  },
  events: { tick: z.object({ n: z.number() }) },
} satisfies Contract

/** Two ports that hand each other their messages a turn later. */
function portPair(): [Port, Port] {
  const listeners = [new Set<(data: unknown) => void>(), new Set<(data: unknown) => void>()] as const
  const port = (mine: 0 | 1, other: 0 | 1): Port => ({
    post(data) {
      void Promise.resolve().then(() => {
        for (const receive of listeners[other]) receive(data)
      })
    },
    listen(receive) {
      listeners[mine].add(receive)
      return () => listeners[mine].delete(receive)
    },
  })
  return [port(0, 1), port(1, 0)]
}

function start(onFailure?: (procedure: string, error: unknown) => void) {
  const [left, right] = portPair()
  const calls: unknown[] = []
  const served = serve(
    contract,
    left,
    {
      double: ({ n }) => {
        calls.push(n)
        return n * 2
      },
      bytes: () => Uint8Array.of(1, 2, 3),
      fail: () => {
        throw new MailError('wrong-password', { cause: new Error('NO user reader@example.org') })
      },
      lie: () => JSON.parse('"not a number"'),
    },
    onFailure,
  )
  return { served, client: connect(contract, right), right, calls }
}

test('a call brings back what the handler gave, bytes as bytes', async () => {
  const { client } = start()
  expect(await client.call('double', { n: 21 })).toBe(42)
  expect(await client.call('bytes', undefined)).toEqual(Uint8Array.of(1, 2, 3))
})

test('a handler is never reached with a value of another shape, even past the client', async () => {
  const { client, right, calls } = start()
  await expect(client.call('double', JSON.parse('{"n":"21"}'))).rejects.toMatchObject({ code: 'bad-request' })
  const replies: unknown[] = []
  right.listen((data) => replies.push(data))
  right.post({ t: 'q', i: 'x', m: 'call', a: ['double', { n: 'DROP TABLE' }] })
  await expect.poll(() => replies).toMatchObject([{ r: { ok: false, error: { code: 'bad-request' } } }])
  expect(calls).toEqual([])
})

test.each(['constructor', '__proto__', 'toString', 'nothing'])(
  'a name outside the contract is refused: %s',
  async (name) => {
    const { right } = start()
    const replies: unknown[] = []
    right.listen((data) => replies.push(data))
    right.post({ t: 'q', i: 'x', m: 'call', a: [name, {}] })
    await expect.poll(() => replies).toMatchObject([{ r: { ok: false, error: { code: 'bad-request' } } }])
  },
)

test('a failure crosses as code and retry advice only; the cause stays where it was thrown', async () => {
  const seen: unknown[] = []
  const { client, right } = start((_procedure, error) => seen.push(error))
  const raw: unknown[] = []
  right.listen((data) => raw.push(data))
  await expect(client.call('fail', undefined)).rejects.toMatchObject({
    code: 'wrong-password',
    retry: 'after-user',
  })
  expect(JSON.stringify(raw)).not.toContain('reader@example.org')
  expect(seen).toHaveLength(1)
})

test('an answer of another shape than promised is an internal failure, not a wrong value', async () => {
  const { client } = start()
  await expect(client.call('lie', undefined)).rejects.toMatchObject({ code: 'internal' })
})

test('events reach listeners until they stop listening', async () => {
  const { served, client } = start()
  const seen: number[] = []
  const stop = client.on('tick', ({ n }) => seen.push(n))
  served.announce('tick', { n: 1 })
  await expect.poll(() => seen).toEqual([1])
  stop()
  served.announce('tick', { n: 2 })
  await client.call('double', { n: 1 })
  expect(seen).toEqual([1])
})
