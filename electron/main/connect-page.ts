import { ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import { type ShellHandlers, shellContract } from '../../shared/contract.ts'
import type { Port } from '../../shared/port.ts'
import { serve } from '../../shared/serve.ts'
import type { ShellLog } from './log-file.ts'
import { isAppFrame, type PageAddresses } from './page-addresses.ts'

export type ShellCommand = 'sync' | 'load-images' | 'next-message' | 'previous-message' | 'add-account'

/**
 * Hands the page its two ports, engine and shell, whenever it asks: at its start, and anew after a reload.
 * Only the main frame of the very page gets them; a mail's frame that asked would get silence.
 *
 * @returns sends a menu command to the page that is connected now.
 */
export function connectPages(options: {
  addresses: PageAddresses
  connectEngine(port: MessagePortMain): void
  methods: ShellHandlers
  log: ShellLog
}): (command: ShellCommand) => void {
  let announce: (command: ShellCommand) => void = () => {}

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
    announce = (command) => served.announce('shell.command', { command })
    shell.port1.on('close', () => served.close())
    frame.postMessage('curtain:ports', null, [engine.port2, shell.port2])
  })

  return (command) => announce(command)
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
