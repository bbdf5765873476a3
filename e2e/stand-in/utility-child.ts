/**
 * First module of a forked utility process: gives it `process.parentPort` as Electron does, then runs the
 * bundle named on the command line.
 */
import { pathToFileURL } from 'node:url'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { StandInPort } from './message-ports.ts'
import { StrictEmitter, strict } from './strict.ts'
import type { FromChild, ToChild } from './utility-wire.ts'
import { openDoor } from './without-walls.ts'

const ports = new Map<number, MessagePort>()

class ParentPort extends StrictEmitter implements Pick<Electron.ParentPort, 'postMessage'> {
  private waiting: object[] | undefined = []

  constructor() {
    super('process.parentPort', ['message'])
  }

  // biome-ignore lint/suspicious/noExplicitAny: the signature of Node's own EventEmitter
  override on(event: string, listener: (...given: any[]) => void): this {
    super.on(event, listener)
    const waiting = this.waiting ?? []
    this.waiting = undefined
    for (const message of waiting) this.emit('message', message)
    return this
  }

  /** Messages wait until somebody listens, as Electron documents. */
  deliver(event: object): void {
    if (this.waiting === undefined) this.emit('message', event)
    else this.waiting.push(event)
  }

  postMessage(message: unknown): void {
    send({ kind: 'message', data: structuredClone(message) })
  }
}

function send(message: FromChild): void {
  process.send?.(message)
}

function adopt(id: number): StandInPort {
  const { port1, port2 } = new MessageChannel()
  ports.set(id, port2)
  port2.on('message', (data) => send({ kind: 'port-message', port: id, data }))
  port2.on('close', () => {
    ports.delete(id)
    send({ kind: 'port-close', port: id })
  })
  return strict('MessagePortMain', new StandInPort(port1))
}

const parentPort = strict('process.parentPort', new ParentPort())
Object.defineProperty(process, 'parentPort', { value: parentPort })

process.on('message', (message) => {
  const given = message as ToChild
  switch (given.kind) {
    case 'message':
      parentPort.deliver({ data: given.data, ports: given.ports.map(adopt) })
      return
    case 'port-message':
      ports.get(given.port)?.postMessage(given.data)
      return
    case 'port-close':
      ports.get(given.port)?.close()
  }
})
process.on('disconnect', () => process.exit(0))

const bundle = process.argv[2]
if (bundle === undefined) throw new Error('No bundle was named')
process.argv.splice(1, 1)
openDoor()
await import(pathToFileURL(bundle).href)
