import { ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import { type ShellContract, type ShellHandlers, shellContract } from '../../shared/contract.ts'
import type { Port } from '../../shared/port.ts'
import { type EventName, type EventOf, type Served, serve } from '../../shared/serve.ts'
import type { ShellLog } from './log-file.ts'
import { isAppFrame, type PageAddresses } from './page-addresses.ts'

type ShellEvent<N extends EventName<ShellContract>> = EventOf<ShellContract, N>
export type ShellCommand = ShellEvent<'shell.command'>['command']

/**
 * Hands the page its two ports, engine and shell, whenever it asks: at its start, and anew after a reload.
 * Only the main frame of the very page gets them; a mail's frame that asked would get silence.
 *
 * @returns what tells the page that is connected now.
 */
export function connectPages(options: {
  addresses: PageAddresses
  connectEngine(port: MessagePortMain): void
  methods: ShellHandlers
  log: ShellLog
}): {
  sendCommand(command: ShellCommand): void
  announceTraffic(count: ShellEvent<'shell.traffic'>): void
} {
  let page: Served<ShellContract> | undefined

  ipcMain.on('curtain:connect', ({ senderFrame: frame }) => {
    const asker = frame === null ? null : { url: frame.url, isMainFrame: frame.parent === null }
    if (frame === null || asker === null || !isAppFrame(asker, options.addresses)) {
      options.log('page-refused')
      return
    }
    const engine = new MessageChannelMain()
    const shell = new MessageChannelMain()
    options.connectEngine(engine.port1)
    const served = serve(shellContract, asPort(shell.port1), options.methods, (_procedure, error) =>
      options.log('procedure-failed', {}, error),
    )
    page = served
    shell.port1.on('close', () => served.close())
    frame.postMessage('curtain:ports', null, [engine.port2, shell.port2])
  })

  return {
    sendCommand: (command) => page?.announce('shell.command', { command }),
    announceTraffic: (count) => page?.announce('shell.traffic', count),
  }
}

function asPort(port: MessagePortMain): Port {
  return {
    post: (data) => port.postMessage(data),
    listen(receive) {
      const onMessage = (event: { data: unknown }) => receive(event.data)
      port.on('message', onMessage)
      port.start()
      return () => port.off('message', onMessage)
    },
  }
}
