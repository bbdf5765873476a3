/**
 * Runs in the page, in an isolated world of the main frame before any script of the page, like the preload
 * script of a sandboxed Electron page: it shares the document and nothing else. Its source is sent as text, so
 * everything it needs comes in through its parameters.
 */
export function runPreload(
  wire: { binding: string; receiver: string },
  encode: (value: unknown, toBase64: (bytes: Uint8Array) => string) => string,
  decode: (text: string, fromBase64: (text: string) => Uint8Array) => unknown,
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
): void {
  const world = globalThis as unknown as Record<string, (text: string) => void>
  const post = world[wire.binding]
  const ports = new Map<number, MessagePort>()
  const listeners = new Map<string, ((event: object, ...given: unknown[]) => void)[]>()

  const toBase64 = (bytes: Uint8Array) => {
    let binary = ''
    for (let at = 0; at < bytes.length; at += 0x8000)
      binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
    return btoa(binary)
  }
  const fromBase64 = (text: string) => {
    const binary = atob(text)
    const bytes = new Uint8Array(binary.length)
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
    return bytes
  }
  const send = (message: object) => post?.(JSON.stringify({ ...message, url: window.location.href }))

  /** The page's end of a channel whose other end lies in Node. */
  const openPort = (id: number) => {
    const { port1, port2 } = new MessageChannel()
    ports.set(id, port1)
    port1.onmessage = (event) => send({ kind: 'port-message', port: id, data: encode(event.data, toBase64) })
    return port2
  }

  world[wire.receiver] = (text) => {
    const message = JSON.parse(text)
    if (message.kind === 'deliver') {
      const event = { ports: message.ports.map(openPort) }
      for (const listener of listeners.get(message.channel) ?? [])
        listener(event, decode(message.data, fromBase64))
    } else if (message.kind === 'port-message') {
      ports.get(message.port)?.postMessage(decode(message.data, fromBase64))
    } else if (message.kind === 'port-close') {
      ports.get(message.port)?.close()
      ports.delete(message.port)
    }
  }

  const lacking = (name: string, object: object): object =>
    new Proxy(object, {
      get(target, key, receiver) {
        if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver)
        throw new Error(`The stand-in lacks ${name}.${key}`)
      },
    })
  const ipcRenderer = lacking('ipcRenderer', {
    on(channel: string, listener: (event: object, ...given: unknown[]) => void) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    },
    send(channel: string, ...given: unknown[]) {
      send({ kind: 'send', channel, data: encode(given, toBase64) })
    },
  })
  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload has no module ${name}`)
    return lacking('electron', { ipcRenderer })
  }
  preload(require, {}, {})
}
