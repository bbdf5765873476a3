/**
 * Runs in the harness's page. It shows mails side by side, each in a frame of its own, either as Curtain's
 * reader does or as they are.
 */
import { createElement } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { MessageBody } from '../../../renderer/features/reader/message-body.tsx'
import { createHeldPictures } from '../../../renderer/features/reader/steps/hold-remote.ts'
import { sanitise } from '../../../renderer/features/reader/steps/sanitise.ts'
import { type Reference, referenceSchema } from '../../../shared/models/remote-content.ts'

export interface Mail {
  name: string
  html: string
  /** Remote addresses that the engine knows of, all of them blocked. */
  known: string[]
  /** true: through the reader's pipeline (wall 1). false: written into the frame as it came. */
  prepared: boolean
  /** The sandbox of wall 2. */
  sandboxed: boolean
}

export interface Harness {
  show(mails: Mail[]): Promise<void>
  /** What the reader was asked to open: the only way out, and it leads to the page. */
  opened: string[]
  /** Addresses it was told of for its status line. */
  hovered: (string | null)[]
  /** Closes every mail. */
  clear(): void
  /** For each mail the ids of all references that stand for a picture in it, once the reader has prepared it. */
  wanted(mails: { html: string; references: Reference[] }[]): Promise<number[][]>
}

declare global {
  interface Window {
    harness: Harness
  }
}

const roots: Root[] = []
const opened: string[] = []
const hovered: (string | null)[] = []

// MessageBody gives its frame a sandbox, which is part of wall 2: the tests of wall 1 do without.
let withSandbox = true
const setAttribute = HTMLIFrameElement.prototype.setAttribute
HTMLIFrameElement.prototype.setAttribute = function (name, value) {
  if (name !== 'sandbox' || withSandbox) setAttribute.call(this, name, value)
}

function boxFor(name: string): HTMLElement {
  const box = document.body.appendChild(document.createElement('div'))
  box.className = 'mail'
  box.dataset['name'] = name
  return box
}

async function showPrepared(mail: Mail): Promise<void> {
  const box = boxFor(mail.name)
  const root = createRoot(box)
  roots.push(root)
  root.render(
    createElement(MessageBody, {
      html: mail.html,
      references: mail.known.map(blockedReference),
      inlineImages: [],
      loadPicture: () => Promise.reject(new Error('nothing is loaded here')),
      loadInline: () => Promise.reject(new Error('nothing is loaded here')),
      // As if the check let all of them pass.
      checkEmbedded: async (picture) => picture,
      onOpenLink: (url) => opened.push(url),
      onHoverLink: (url) => hovered.push(url),
    }),
  )
  await until(() => box.querySelector('iframe')?.contentDocument?.querySelector(':root[data-shown]'))
}

function blockedReference(url: string, index: number): Reference {
  return referenceSchema.parse({
    id: index + 1,
    part: 0,
    url,
    host: new URL(url).hostname,
    kind: 'img',
    verdict: 'plain',
    service: null,
    reasons: [],
    state: 'blocked',
    failure: null,
  })
}

async function showRaw(mail: Mail): Promise<void> {
  const frame = document.createElement('iframe')
  if (mail.sandboxed) frame.sandbox.add('allow-same-origin')
  // As a document of its own, from the parser's first byte: the most that a mail could ever hope for.
  frame.src = `/frame/${mail.name}`
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }))
  boxFor(mail.name).append(frame)
  await loaded
}

async function emptyFrame(): Promise<HTMLIFrameElement> {
  const known = document.querySelector<HTMLIFrameElement>('[data-name=empty] iframe')
  if (known !== null) return known
  const frame = document.createElement('iframe')
  frame.src = '/message-frame.html'
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }))
  boxFor('empty').append(frame)
  await loaded
  return frame
}

async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await new Promise((done) => requestAnimationFrame(done))
}

window.harness = {
  opened,
  hovered,
  async show(mails) {
    withSandbox = mails.every((mail) => mail.sandboxed)
    await Promise.all(mails.map((mail) => (mail.prepared ? showPrepared(mail) : showRaw(mail))))
  },
  clear() {
    for (const root of roots.splice(0)) root.unmount()
    document.body.replaceChildren()
  },
  async wanted(mails) {
    // What an iframe of this page holds is a window with everything in it.
    const realm = (await emptyFrame()).contentWindow as Window & typeof globalThis
    return mails.map(({ html, references }) => {
      const pictures = createHeldPictures(references, [])
      sanitise(html, realm, pictures)
      return [...pictures.wanted].map((key) => Number(key.replace('data-resource ', '')))
    })
  },
}
