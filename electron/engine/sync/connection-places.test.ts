import { EventEmitter } from 'node:events'
import type { ImapFlow } from 'imapflow'
import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { createConnectionPlaces, type Purpose } from './connection-places.ts'

/** Of a connection, what the places look at. */
class Connection extends EventEmitter {
  isClosed = false
  usable = true
  close() {
    this.isClosed = true
    this.usable = false
    this.emit('close')
  }
}

const asClient = (connection: Connection) => connection as unknown as ImapFlow
const tooMany = () => new MailError('server-misbehaved', { cause: { serverResponseCode: 'LIMIT' } })

/** A server that lets in so many. */
function server(most: number) {
  const open = new Set<Connection>()
  const server = { most, refusals: 0, open }
  return {
    ...{ server },
    async connect() {
      if (open.size >= server.most) {
        server.refusals += 1
        throw tooMany()
      }
      const connection = new Connection()
      open.add(connection)
      connection.once('close', () => open.delete(connection))
      return asClient(connection)
    },
  }
}

test('there is a place for each purpose', async () => {
  const { server: at, connect } = server(100)
  const places = createConnectionPlaces()
  const purposes: Purpose[] = ['listen', 'sync', 'act', 'open']
  await Promise.all(purposes.map((purpose) => places.connect(purpose, connect)))
  expect(at.open.size).toBe(4)
  let fifth = false
  const waiting = places.connect('act', connect).then(() => {
    fifth = true
  })
  await Promise.resolve()
  expect([fifth, places.wanted('sync'), places.wanted('open')]).toEqual([false, true, false])
  for (const one of at.open) one.close()
  await waiting
  expect(fifth).toBe(true)
})

test('a search takes the place of a listener, for there are never more than four', async () => {
  const { server: at, connect } = server(100)
  const places = createConnectionPlaces()
  const listener = await places.connect('listen', connect, () => {
    listener.close()
    return true
  })
  await Promise.all((['sync', 'act', 'open'] as const).map((purpose) => places.connect(purpose, connect)))
  const again = places.connect('listen', connect)
  const search = await places.connect('search', connect)
  expect(at.open.size).toBe(4)
  search.close()
  await again
  expect(at.open.size).toBe(4)
})

test('where a server refuses one more, whoever is more urgent gets the place of a listener', async () => {
  const { server: at, connect } = server(1)
  const places = createConnectionPlaces()
  const order: string[] = []
  const listener = await places.connect('listen', connect, () => {
    order.push('listener gives way')
    listener.close()
    return true
  })
  const sync = await places.connect('sync', connect)
  order.push('sync')
  expect(at).toMatchObject({ refusals: 1 })

  const act = places.connect('act', connect).then((client) => {
    order.push('act')
    return client
  })
  const again = places.connect('listen', connect).then(() => order.push('listens again'))
  const opened = places.connect('open', connect).then((client) => {
    order.push('open')
    client.close()
  })
  sync.close()
  await opened
  ;(await act).close()
  await again
  expect(order).toEqual(['listener gives way', 'sync', 'open', 'act', 'listens again'])
  // It was refused once and has not been asked for more since.
  expect(at.refusals).toBe(1)
})

test('after half an hour the server is asked for more again', async () => {
  let now = 0
  const { server: at, connect } = server(1)
  const places = createConnectionPlaces(() => now)
  const first = await places.connect('sync', connect)
  const second = places.connect('act', connect)
  first.close()
  await second
  at.most = 4
  now = 31 * 60_000
  await places.connect('sync', connect)
  expect(at.open.size).toBe(2)
})

test('a refusal with no connection of ours is told, and closing ends all waiting', async () => {
  const places = createConnectionPlaces()
  const { connect } = server(0)
  await expect(places.connect('sync', connect)).rejects.toMatchObject({ code: 'server-misbehaved' })
  const one = server(1)
  await places.connect('sync', one.connect)
  const waiting = places.connect('act', one.connect)
  const outcome = expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
  await new Promise(setImmediate)
  places.close()
  await outcome
})
