import { createSocket, type RemoteInfo } from 'node:dgram'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

interface Record {
  priority: number
  weight: number
  port: number
  target: string
}

export interface TestNameServer {
  /** As `Resolver.setServers` takes it. */
  address: string
  /** Names that were asked for. */
  asked: string[]
}

/** A real name server on loopback (RFC 1035) that knows SRV records (RFC 2782) and nothing else. */
export async function startNameServer(records: { [name: string]: Record[] }): Promise<TestNameServer> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    const [name, end] = readName(query, 12)
    asked.push(name)
    const found = records[name] ?? []
    const header = Buffer.alloc(12)
    query.copy(header, 0, 0, 2)
    // Answer, recursion available; 3: no such name.
    header.writeUInt16BE(0x8180 | (found.length === 0 ? 3 : 0), 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(found.length, 6)
    const answers = found.map(({ priority, weight, port, target }) => {
      const data = Buffer.concat([shorts(priority, weight, port), writeName(target)])
      // A pointer to the name in the question, type SRV, class IN, a minute.
      return Buffer.concat([shorts(0xc00c, 33, 1, 0, 60, data.length), data])
    })
    socket.send(Buffer.concat([header, query.subarray(12, end + 4), ...answers]), from.port, from.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  onTestFinished(() => void socket.close())
  return { address: `127.0.0.1:${(socket.address() as AddressInfo).port}`, asked }
}

function shorts(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2)
  for (const [at, value] of values.entries()) buffer.writeUInt16BE(value, at * 2)
  return buffer
}

function readName(packet: Buffer, start: number): [name: string, end: number] {
  const labels: string[] = []
  let at = start
  for (let length = packet[at] ?? 0; length > 0; length = packet[at] ?? 0) {
    labels.push(packet.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return [labels.join('.'), at + 1]
}

function writeName(name: string): Buffer {
  const labels = name.split('.').filter(Boolean)
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ])
}
