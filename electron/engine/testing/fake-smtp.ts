/** A small SMTP server over a real socket (RFC 5321, AUTH PLAIN), which a test can tell how to answer. */
import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface FakeSmtp {
  port: number
  /** Every command line, passwords included. */
  heard: string[]
  /** Mails as they came, dots and all. */
  mails: string[]
}

type Answer = (command: string, socket: Socket) => string | undefined

/** @param answer by what a line begins with ('.' for a mail's end); undefined: the ordinary answer. */
export async function startFakeSmtp(answer: Answer = () => undefined): Promise<FakeSmtp> {
  const heard: string[] = []
  const mails: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    let buffer = ''
    let inData = false
    const reply = (command: string, usual: string) => {
      const line = answer(command, socket) ?? usual
      if (!socket.destroyed && line !== '') socket.write(`${line}\r\n`)
    }
    socket.write('220 fake ESMTP\r\n')
    socket.on('data', (data) => {
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
        const command = (line.split(/[ :]/)[0] ?? '').toUpperCase()
        inData = command === 'DATA'
        reply(command, USUAL[command] ?? '250 ok')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, heard, mails }
}

const USUAL: Record<string, string> = {
  EHLO: '250-fake\r\n250 AUTH PLAIN',
  AUTH: '235 welcome',
  DATA: '354 go on',
  QUIT: '221 bye',
}

function nextEnd(buffer: string, inData: boolean): number {
  return buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n')
}
