import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { takePorts } from './message-ports.ts'
import { StrictEmitter, strict } from './strict.ts'
import type { FromChild, ToChild } from './utility-wire.ts'

const running = new Set<StandInUtilityProcess>()

/** Electron's UtilityProcess as a forked Node, with the ports given to it carried over Node's own channel. */
class StandInUtilityProcess
  extends StrictEmitter
  implements Pick<Electron.UtilityProcess, 'kill' | 'postMessage' | 'pid'>
{
  private readonly child: ChildProcess
  private readonly ports = new Map<number, MessagePort>()
  private nextPort = 1

  constructor(modulePath: string, args: string[], options: Electron.ForkOptions) {
    // A V8 that ends by itself tells nothing to a forked Node.
    super('UtilityProcess', ['spawn', 'message', 'exit'], ['error'])
    this.child = fork(join(import.meta.dirname, 'utility-child.ts'), [modulePath, ...args], {
      // 'advanced' is V8's structured clone: bytes stay bytes.
      serialization: 'advanced',
      env: { ...(options.env ?? process.env) },
      execArgv: (options.execArgv ?? []).flatMap(toNodeOptions),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.child.on('spawn', () => this.emit('spawn'))
    this.child.on('message', (message) => this.receive(message as FromChild))
    this.child.on('exit', (code, signal) => {
      running.delete(this)
      for (const port of this.ports.values()) port.close()
      this.emit('exit', code ?? (signal === 'SIGTERM' ? 15 : 1))
    })
    running.add(this)
  }

  get pid(): number | undefined {
    return this.child.exitCode === null && this.child.signalCode === null ? this.child.pid : undefined
  }

  postMessage(message: unknown, transfer?: Electron.MessagePortMain[]): void {
    const ports = takePorts(transfer).map((port) => this.adopt(port))
    this.send({ kind: 'message', data: structuredClone(message), ports })
  }

  kill(): boolean {
    return this.child.kill('SIGTERM')
  }

  private adopt(port: MessagePort): number {
    const id = this.nextPort++
    this.ports.set(id, port)
    port.on('message', (data) => this.send({ kind: 'port-message', port: id, data }))
    port.on('close', () => {
      this.ports.delete(id)
      this.send({ kind: 'port-close', port: id })
    })
    return id
  }

  private receive(message: FromChild): void {
    switch (message.kind) {
      case 'message':
        this.emit('message', message.data)
        return
      case 'port-message':
        this.ports.get(message.port)?.postMessage(message.data)
        return
      case 'port-close':
        this.ports.get(message.port)?.close()
    }
  }

  private send(message: ToChild): void {
    // A message to a process that has ended goes nowhere, as in Electron.
    if (this.child.connected) this.child.send(message, () => {})
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}) =>
    strict('UtilityProcess', new StandInUtilityProcess(modulePath, args, options)),
}

/** Electron ends its utility processes with itself. */
export function endUtilityProcesses(): Promise<unknown> {
  return Promise.all(
    [...running].map((child) => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill()
      return ended
    }),
  )
}

/** Electron's switch for V8's flags, which Node takes as they are. */
function toNodeOptions(switched: string): string[] {
  const [, flags] = /^--js-flags=(.*)$/.exec(switched) ?? []
  return flags === undefined ? [switched] : flags.split(' ')
}
