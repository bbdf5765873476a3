import { readFileSync } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { runPreload } from './preload-world.ts'
import { decodeClone, encodeClone } from './structured-text.ts'

const WORLD = 'curtain-stand-in-preload'
const WIRE = { binding: 'standInPost', receiver: 'standInReceive' }

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

/** What comes from the preload world of the main frame. */
type FromPage =
  | { kind: 'send'; channel: string; data: string; url: string }
  | { kind: 'port-message'; port: number; data: string; url: string }

export interface PageBridge {
  /** Delivers to `ipcRenderer.on(channel)` of the document that is loaded now. */
  deliver(channel: string, message: unknown, ports: MessagePort[]): void
}

/**
 * The road between Node and the preload world of a page: a binding that only this world sees, and calls into
 * it. The page's own world sees neither.
 */
export async function bridgePage(
  context: BrowserContext,
  page: Page,
  preloadFile: string,
  onSend: (channel: string, given: unknown[], url: string) => void,
): Promise<PageBridge> {
  const devTools = await context.newCDPSession(page)
  const ports = new Map<number, MessagePort>()
  let world: number | undefined
  let nextPort = 1

  devTools.on('Runtime.executionContextCreated', ({ context: created }) => {
    if (created.name !== WORLD || created.auxData?.['frameId'] !== mainFrame) return
    closePorts()
    world = created.id
  })
  devTools.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    if (executionContextId === world) closePorts()
  })
  devTools.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== WIRE.binding || executionContextId !== world) return
    const message: FromPage = JSON.parse(payload)
    if (message.kind === 'send')
      onSend(message.channel, decodeClone(message.data, fromBase64) as unknown[], message.url)
    else ports.get(message.port)?.postMessage(decodeClone(message.data, fromBase64))
  })

  /** The document is gone, and its ends of all channels with it. */
  function closePorts(): void {
    world = undefined
    for (const port of ports.values()) port.close()
    ports.clear()
  }

  function adopt(port: MessagePort): number {
    const id = nextPort++
    ports.set(id, port)
    port.on('message', (data) => post({ kind: 'port-message', port: id, data: encodeClone(data, toBase64) }))
    port.on('close', () => {
      if (ports.delete(id)) post({ kind: 'port-close', port: id })
    })
    return id
  }

  function post(message: object): void {
    if (world === undefined) return
    const call = {
      executionContextId: world,
      functionDeclaration: `(text) => globalThis.${WIRE.receiver}(text)`,
      arguments: [{ value: JSON.stringify(message) }],
    }
    // A document that goes away meanwhile takes its messages with it.
    send(devTools, 'Runtime.callFunctionOn', call).catch(() => {})
  }

  await devTools.send('Page.enable')
  const mainFrame = (await devTools.send('Page.getFrameTree')).frameTree.frame.id
  await devTools.send('Runtime.addBinding', { name: WIRE.binding, executionContextName: WORLD })
  await devTools.send('Page.addScriptToEvaluateOnNewDocument', {
    worldName: WORLD,
    source: preloadSource(readFileSync(preloadFile, 'utf8')),
  })
  await devTools.send('Runtime.enable')

  return {
    deliver(channel, message, given) {
      const ids = given.map(adopt)
      post({ kind: 'deliver', channel, data: encodeClone(message, toBase64), ports: ids })
    },
  }
}

function preloadSource(preload: string): string {
  // A sandboxed page runs its preload in the main frame only.
  return `if (window === window.top) (${runPreload})(
    ${JSON.stringify(WIRE)}, ${encodeClone}, ${decodeClone},
    (require, module, exports) => {${preload}\n},
  )`
}

function send(devTools: CDPSession, method: 'Runtime.callFunctionOn', call: object): Promise<unknown> {
  return devTools.send(method, call as Parameters<CDPSession['send']>[1] as never)
}
