/**
 * Adds the demo's account the way a user does: by typing it into the form of the first start. The product knows
 * of no demo, so there is no other way in that a real password would not also have to take; it works alike on
 * Electron and on the stand-in.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { DEMO_ACCOUNT } from './imap-server.ts'

const PATIENCE_MS = 60_000
const LOOK_EVERY_MS = 100

const targetsSchema = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string().optional() }))
const replySchema = z.object({
  id: z.int(),
  result: z.object({ result: z.object({ value: z.unknown().optional() }).optional() }).optional(),
})

/**
 * @param signal ends the waiting when the program ended.
 * @throws when the form does not appear, or stays.
 */
export async function typeAccount(
  debuggingPort: number,
  imapPort: number,
  signal: AbortSignal,
): Promise<void> {
  const { address, displayName, host, security, user, password } = DEMO_ACCOUNT
  const page = await until('The window did not open', signal, () => findPage(debuggingPort))
  const devTools = await openDevTools(page)
  try {
    await until('The form of the first start did not appear', signal, () => devTools.ask(`Boolean(${HOST})`))
    // Security first, for the port follows it. React Aria keeps a native select out of sight.
    const typed = { security, displayName, address, password, host, port: String(imapPort), user }
    for (const [name, text] of Object.entries(typed)) await devTools.ask(`(${fill})('${name}', '${text}')`)
    await devTools.ask(`${HOST}.form.requestSubmit()`)
    await until('The account was not accepted', signal, () => devTools.ask(`!${HOST}`))
  } finally {
    devTools.close()
  }
}

const HOST = "document.querySelector('input[name=host]')"

/** Runs in the page. React reads a field when it is told of input, not when its value is set. */
const fill = `(name, value) => {
  const field = document.querySelector('[name=' + name + ']')
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')
  set.call(field, value)
  field.dispatchEvent(new Event(field.localName === 'select' ? 'change' : 'input', { bubbles: true }))
}`

async function until<T>(
  failure: string,
  signal: AbortSignal,
  look: () => Promise<T>,
): Promise<NonNullable<T>> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    signal.throwIfAborted()
    const found = await look()
    if (found) return found
    if (performance.now() > end) throw new Error(failure)
    await pause(LOOK_EVERY_MS)
  }
}

async function findPage(port: number): Promise<string | null> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null)
  if (answer === null) return null
  const targets = targetsSchema.parse(await answer.json())
  return targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? null
}

/**
 * The few words of the DevTools protocol that are needed. Playwright would also set the colours, the size and
 * more of the page it is attached to, and the user would see it.
 */
async function openDevTools(address: string) {
  const socket = new WebSocket(address)
  const waiting = new Map<number, (value: unknown) => void>()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = replySchema.safeParse(JSON.parse(String(data))).data ?? {}
    if (id === undefined) return
    waiting.get(id)?.(result?.result?.value)
    waiting.delete(id)
  })
  socket.addEventListener('close', () => {
    for (const answer of waiting.values()) answer(undefined)
  })
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error('The window can’t be reached')))
  })

  return {
    /** The value of an expression in the page; undefined once the page is gone. */
    async ask(expression: string): Promise<unknown> {
      if (socket.readyState !== WebSocket.OPEN) return undefined
      last += 1
      const id = last
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        const params = { expression, returnByValue: true }
        socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }))
      })
    },
    close: () => socket.close(),
  }
}
