/** A small SMTP server over a real socket (RFC 5321, AUTH PLAIN), which a test can tell how to answer. */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'

export interface FakeSmtp {
  port: number
  /** Every command line, passwords included. */
  heard: string[]
  /** Those of them that anyone on the way could read. */
  inClear: string[]
  /** Mails as they came, dots and all. */
  mails: string[]
  close(): void
}

interface Options {
  /** By what a line begins with ('.' for a mail's end); undefined: the ordinary answer. */
  answer?: (command: string, socket: Socket) => string | undefined
  /** PEM. Makes it speak TLS: from the first byte, or once STARTTLS was said. */
  tls?: { from: 'greeting' | 'starttls'; key: string; cert: string }
}

export async function startFakeSmtp({ answer = () => undefined, tls }: Options = {}): Promise<FakeSmtp> {
  const heard: string[] = []
  const inClear: string[] = []
  const mails: string[] = []
  const sockets = new Set<Socket>()

  function converse(socket: Socket): void {
    const isEncrypted = socket instanceof TLSSocket
    let buffer = ''
    let inData = false
    const reply = (command: string, usual: string) => {
      const line = answer(command, socket) ?? usual
      if (!socket.destroyed && line !== '') socket.write(`${line}\r\n`)
    }
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', function read(data) {
      buffer += data
      for (let end = nextEnd(buffer, inData); end >= 0; end = nextEnd(buffer, inData)) {
        if (inData) {
          mails.push(buffer.slice(0, end))
          buffer = buffer.slice(end + 5)
          inData = false
          reply('.', '250 taken')
          continue
        }
        const line = buffer.slice(0, end)
        buffer = buffer.slice(end + 2)
        heard.push(line)
        if (!isEncrypted) inClear.push(line)
        const command = (line.split(/[ :]/)[0] ?? '').toUpperCase()
        inData = command === 'DATA'
        reply(command, USUAL[command] ?? '250 ok')
        if (command === 'STARTTLS' && tls !== undefined) {
          socket.off('data', read)
          converse(new TLSSocket(socket, { isServer: true, key: tls.key, cert: tls.cert }))
          return
        }
      }
    })
  }
  function greet(socket: Socket): void {
    converse(socket)
    socket.write('220 fake ESMTP\r\n')
  }

  const server = tls?.from === 'greeting' ? createTlsServer(tls, greet) : createServer(greet)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    ...{ heard, inClear, mails },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

const USUAL: Record<string, string> = {
  EHLO: '250-fake\r\n250 AUTH PLAIN',
  STARTTLS: '220 go on',
  AUTH: '235 welcome',
  DATA: '354 go on',
  QUIT: '221 bye',
}

function nextEnd(buffer: string, inData: boolean): number {
  return buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n')
}
