import { createContext, useContext, useEffect, useEffectEvent } from 'react'
import { connect } from '../shared/connect.ts'
import {
  type EngineClient,
  engineContract,
  type ShellClient,
  type ShellContract,
  shellContract,
} from '../shared/contract.ts'
import type { Port } from '../shared/port.ts'
import type { EventOf } from '../shared/serve.ts'
import type { Traffic } from './traffic.ts'

export interface Clients {
  engine: EngineClient
  shell: ShellClient
}

/** What every part of the page can reach. */
interface Provided extends Clients {
  traffic: Traffic
}

export type ShellCommand = EventOf<ShellContract, 'shell.command'>['command']

/** The one message by which preload hands the page its two ports: [to the engine, to the shell]. */
const PORTS_MESSAGE = 'curtain:ports'

/** One end of a DOM channel as the contract speaks over it. */
export function portOf(channel: MessagePort): Port {
  return {
    post: (data) => channel.postMessage(data),
    listen(receive) {
      const onMessage = (event: MessageEvent): void => receive(event.data)
      channel.addEventListener('message', onMessage)
      channel.start()
      return () => channel.removeEventListener('message', onMessage)
    },
  }
}

/** Waits for the ports. Only this window's own preload can be `event.source`, never the frame of a mail. */
export function receiveClients(): Promise<Clients> {
  return new Promise((resolve) => {
    window.addEventListener('message', function receive(event: MessageEvent<unknown>) {
      if (event.source !== window || event.origin !== window.origin || event.data !== PORTS_MESSAGE) return
      const [engine, shell] = event.ports
      if (engine === undefined || shell === undefined) return
      window.removeEventListener('message', receive)
      resolve({
        engine: connect(engineContract, portOf(engine)),
        shell: connect(shellContract, portOf(shell)),
      })
    })
  })
}

const ClientsContext = createContext<Provided | null>(null)
export const ClientsProvider = ClientsContext.Provider

function useClients(): Provided {
  const clients = useContext(ClientsContext)
  if (clients === null) throw new Error('No ClientsProvider above this component')
  return clients
}

export function useEngine(): EngineClient {
  return useClients().engine
}

export function useShell(): ShellClient {
  return useClients().shell
}

export function useTraffic(): Traffic {
  return useClients().traffic
}

/** Runs `act` when the user picks that command in the menu. */
export function useShellCommand(command: ShellCommand, act: () => void): void {
  const shell = useShell()
  const carryOut = useEffectEvent(act)
  useEffect(
    () =>
      shell.on('shell.command', (given) => {
        if (given.command === command) carryOut()
      }),
    [shell, command],
  )
}
