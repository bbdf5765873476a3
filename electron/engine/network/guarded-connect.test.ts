import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createGuardedConnect, type NetworkOptions } from './guarded-connect.ts'
import { PictureError } from './picture-error.ts'

/** Counts connections to an address of loopback's. */
async function listen(address: string, port = 0): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = []
  const server = createServer((socket) => sockets.push(socket.on('error', () => {})))
  server.listen(port, address)
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, sockets }
}

async function connect(options: NetworkOptions, hostname: string, port: number): Promise<string> {
  const target = { protocol: 'http:', hostname, host: `${hostname}:${port}`, port: String(port) }
  return new Promise((resolve) => {
    createGuardedConnect(options, null)(target, (error, socket) => {
      if (error) return resolve(error instanceof PictureError ? error.failure : String(error))
      resolve(socket.remoteAddress ?? '')
      socket.destroy()
    })
  })
}

type Answer = string[] | NodeJS.ErrnoException

/** A name server that gives each of its answers once. */
function answering(...answers: Answer[]) {
  const asked: string[] = []
  const lookUp: NetworkOptions['lookUp'] = (hostname, _options, callback) => {
    asked.push(hostname)
    const answer = answers.shift() ?? []
    if (!Array.isArray(answer)) return callback(answer, [])
    callback(
      null,
      answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return { asked, lookUp }
}

test.each([
  ['127.0.0.1'],
  ['93.184.215.14', '127.0.0.1'],
  ['::1', '2606:4700:4700::1111'],
  ['::ffff:127.0.0.1'],
  ['64:ff9b::7f00:1'],
  ['fe80::1%lo'],
  ['0.0.0.0'],
])('a name that leads to %s is refused whole', async (...addresses) => {
  const { port, sockets } = await listen('127.0.0.1')
  expect(await connect(answering(addresses), 'trap.example', port)).toBe('refused-address')
  expect(sockets).toEqual([])
})

test('the socket goes to the very address that was checked: a second answer is never asked for', async () => {
  const inside = await listen('127.0.0.1')
  const outside = await listen('127.0.0.2', inside.port)
  // 127.0.0.2 stands for a public address. Whoever looked up twice would be led to 127.0.0.1.
  const names = answering(['127.0.0.2'], ['127.0.0.1'])
  const options = { lookUp: names.lookUp, isPublic: (address: string) => address === '127.0.0.2' }
  expect(await connect(options, 'rebind.example', inside.port)).toBe('127.0.0.2')
  expect(names.asked).toEqual(['rebind.example'])
  expect([outside.sockets.length, inside.sockets.length]).toEqual([1, 0])
})

test('a socket that arrived elsewhere after all is closed before a byte is sent', async () => {
  const { port, sockets } = await listen('127.0.0.1')
  let checks = 0
  const { lookUp } = answering(['127.0.0.1'])
  // The check of the look-up is taken away, the one of the socket is not.
  const isPublic = () => ++checks === 1
  expect(await connect({ lookUp, isPublic }, 'pictures.example', port)).toBe('refused-address')
  const [socket] = sockets
  if (socket === undefined) throw new Error('nobody came')
  socket.resume()
  await once(socket, 'close')
  expect(socket.bytesRead).toBe(0)
})

test('a local name is refused before any look-up', async () => {
  const names = answering()
  for (const host of ['localhost', 'nas.local', 'router', 'localhost..', 'a.internal', '127.0.0.1', '::1']) {
    expect(await connect(names, host, 80)).toBe('refused-address')
  }
  expect(names.asked).toEqual([])
})

test('nobody listens there', async () => {
  const { lookUp } = answering(['127.0.0.1'])
  expect(await connect({ lookUp, isPublic: () => true }, 'pictures.example', 1)).toBe('unreachable')
})
