import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { StrictEmitter, strict } from './strict.ts'

/** Electron's MessagePortMain over a port of Node, which clones as structured clone does. */
export class StandInPort extends StrictEmitter implements Omit<Electron.MessagePortMain, EmitterMembers> {
  private inner: MessagePort | undefined

  constructor(inner: MessagePort) {
    super('MessagePortMain', ['message', 'close'])
    this.inner = inner
    inner.on('close', () => this.emit('close'))
  }

  postMessage(message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in lacks ports sent through ports')
    this.inner?.postMessage(message)
  }

  start(): void {
    this.inner?.on('message', (data) => this.emit('message', { data, ports: [] }))
  }

  close(): void {
    this.inner?.close()
  }

  /** Takes the port away from its owner, as a transfer does. */
  take(): MessagePort {
    const inner = this.inner
    if (inner === undefined) throw new Error('This port was transferred already')
    this.inner = undefined
    inner.removeAllListeners('close')
    return inner
  }
}

/** Node's emitter declares these with looser types than Electron's overloads. */
type EmitterMembers = keyof StrictEmitter

export class MessageChannelMain {
  readonly port1: StandInPort
  readonly port2: StandInPort

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = strict('MessagePortMain', new StandInPort(port1))
    this.port2 = strict('MessagePortMain', new StandInPort(port2))
  }
}

/** The ports of a transfer list, taken. */
export function takePorts(transfer: readonly unknown[] | undefined): MessagePort[] {
  return (transfer ?? []).map((port) => {
    if (!(port instanceof StandInPort)) throw new TypeError('Only MessagePortMain can be transferred')
    return port.take()
  })
}
