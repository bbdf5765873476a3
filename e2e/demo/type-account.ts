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
const ANSWER_WITHIN_MS = 3_000

const targetsSchema = z.array(
  z.object({ type: z.string(), url: z.string(), webSocketDebuggerUrl: z.string().optional() }),
)
const replySchema = z.object({
  id: z.literal(1),
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
  const typing = (fields: object) =>
    Object.entries(fields).map(([name, text]) => `(${fill})('${name}', '${text}')`)
  /** Does all steps once, as soon as what they begin with is there; an answer may come too late to be heard. */
  const once = (name: string, needed: string, steps: string[]) =>
    `(() => {${[`if (${DONE}.includes('${name}')) return true`, `if (${needed} === null) return false`].join(';')};
      ${DONE_ATTRIBUTE} = ${DONE} + '${name}';${steps.join(';')};return true})()`
  const look = (expression: string) => () => evaluate(debuggingPort, expression)
  const who = once('who', ADDRESS, [
    ...typing({ displayName, address, password }),
    // A domain is asked about when its field is left.
    `${ADDRESS}.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))`,
    `${ADDRESS}.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))`,
  ])
  // Security first, for the port follows it. React Aria keeps a native select out of sight.
  const where = once('where', HOST, [
    ...typing({ security, host, port: String(imapPort), user }),
    `${HOST}.form.requestSubmit()`,
  ])
  await until('The form of the first start did not appear', signal, look(who))
  await until('The servers could not be named', signal, look(once('own', OWN, [`${OWN}.click()`])))
  await until('The servers could not be named', signal, look(where))
  await until('The account was not accepted', signal, look(`${ADDRESS} === null`))
}

/** Left in the page. */
const DONE_ATTRIBUTE = 'document.documentElement.dataset.typed'
const DONE = `(${DONE_ATTRIBUTE} ?? '')`
const ADDRESS = "document.querySelector('input[name=address]')"
const HOST = "document.querySelector('input[name=host]')"
const OWN = "document.querySelector('button[name=own-servers]')"

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

/** The app's own page, at app://curtain or at the stand-in's address for it. */
async function findPage(port: number): Promise<string | null> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null)
  if (answer === null) return null
  const targets = targetsSchema.parse(await answer.json())
  const page = targets.find(({ type, url }) => type === 'page' && /^(app|https):\/\/curtain/.test(url))
  return page?.webSocketDebuggerUrl ?? null
}

/**
 * The value of an expression in the page; undefined when there is no page, or none that answers: while it is
 * loading, or held by another client that attached, an answer may never come.
 *
 * By the one word of the DevTools protocol that is needed: Playwright would also set the colours, the size and
 * more of the page it is attached to, and the user would see it.
 */
async function evaluate(port: number, expression: string): Promise<unknown> {
  const address = await findPage(port)
  if (address === null) return undefined
  const socket = new WebSocket(address)
  const answered = new Promise<unknown>((resolve) => {
    socket.addEventListener('open', () => {
      const params = { expression, returnByValue: true }
      socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }))
    })
    socket.addEventListener('message', ({ data }) => {
      const reply = replySchema.safeParse(JSON.parse(String(data)))
      if (reply.success) resolve(reply.data.result?.result?.value)
    })
    for (const end of ['close', 'error']) socket.addEventListener(end, () => resolve(undefined))
  })
  const value = await Promise.race([answered, pause(ANSWER_WITHIN_MS, undefined, { ref: false })])
  socket.close()
  return value
}
