import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What lies between engine and server. */
export interface Line {
  port: number
  /** false: the server does not say where it has put mails, which Dovecot does even unannounced (RFC 4315). */
  saysWhere: boolean
  close(): void
}

const WHERE = /\[(?:COPYUID|APPENDUID) [^\]\r\n]*\] ?/g

export async function openLine(to: number): Promise<Line> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (data) => {
      near.write(line.saysWhere ? data : Buffer.from(data.toString('latin1').replace(WHERE, ''), 'latin1'))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const line: Line = {
    port: (server.address() as AddressInfo).port,
    saysWhere: true,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
  return line
}
