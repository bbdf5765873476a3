/** Everything between a stored mail and a web server that a picture passes, for tests. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { onTestFinished } from 'vitest'
import type { EngineContract } from '../../../shared/contract.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type {
  LoadResult,
  LoadScope,
  ReferenceId,
  ReferenceKind,
  Verdict,
} from '../../../shared/models/remote-content.ts'
import type { ParsedInputOf } from '../../../shared/serve.ts'
import { createGuardedFetch, type DoorSettings, type NetworkOptions } from '../network/guarded-fetch.ts'
import { remoteContentProcedures } from '../procedures/remote-content.ts'
import { createImageVault } from '../remote-content/image-vault.ts'
import { createImageLoader } from '../remote-content/load-images.ts'
import { saveIngested } from '../store/bodies.ts'
import type { Store } from '../store/open-store.ts'
import { insertHeaders } from '../store/placements.ts'
import { listReferences } from '../store/references.ts'
import { flatPng } from './encode-png.ts'
import { addAccount, addFolder, headerRow, ingestedMessage, reference } from './sample-mail.ts'

/** `kind verdict address`, one for each reference of the message. */
type Described = `${ReferenceKind} ${Verdict} ${string}`

export const PICTURE = flatPng(40, 20)

/** A web server that stands for every host of a mail and writes down what it was asked, Host header first. */
export async function senders(answer: RequestListener = (_request, response) => response.end(PICTURE)) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`)
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { asked, port }
}

export function storeMessage(store: Store, described: Described[]): MessageId {
  return store.write((db) => {
    const [messageId] = insertHeaders(db, addFolder(db, addAccount(db), 'INBOX', 'inbox'), [headerRow(1)])
    if (messageId === undefined) throw new Error('no message')
    const references = described.map((line) => {
      const [kind, verdict, url] = line.split(' ') as [ReferenceKind, Verdict, string]
      return reference(url, { kind, verdict })
    })
    saveIngested(db, messageId, ingestedMessage({ analysis: { references } }))
    return messageId
  })
}

interface DoorOptions {
  maxBytes?: number
  network?: NetworkOptions
  settings?: DoorSettings
}

export function startDoor(store: Store, port: number, options: DoorOptions = {}) {
  const { maxBytes = 500_000_000, settings = { allowHttp: false, proxy: null } } = options
  const fetchPicture = createGuardedFetch(
    options.network ?? { resolve: () => ({ address: '127.0.0.1', port }) },
    () => settings,
  )
  onTestFinished(() => fetchPicture.close())
  const announced: MessageId[] = []
  const announce = (messageId: MessageId) => void announced.push(messageId)
  const vault = createImageVault({ store, maxBytes: () => maxBytes, announce })
  const isTracker = (url: string) => new URL(url).hostname === 'tracker.example'
  const loadImages = createImageLoader({ store, vault, fetchPicture, isTracker, announce })
  /** Which references of the message these are, by their places: 1 is the first. */
  const inPlaces = (messageId: MessageId, result: LoadResult) => {
    const ids = listReferences(store.read, messageId).map(({ id }) => id)
    const places = (some: readonly ReferenceId[]) => some.map((id) => ids.indexOf(id) + 1)
    return { loaded: places(result.loaded), failed: places(result.failed), held: places(result.held) }
  }
  const procedures = remoteContentProcedures({ store, vault, loadImages })
  return {
    ...procedures,
    async 'remoteContent.load'(input: ParsedInputOf<EngineContract, 'remoteContent.load'>) {
      return inPlaces(input.messageId, await procedures['remoteContent.load'](input))
    },
    /** As a rule does it. */
    async loadUnasked(messageId: MessageId, scope: LoadScope) {
      return inPlaces(messageId, await loadImages(messageId, scope, { automatic: true }))
    },
    ...{ announced, fetchPicture, loadImages, vault },
  }
}

/** @param place 1 is the first. */
export function referenceAt(store: Store, messageId: MessageId, place: number): ReferenceId {
  const reference = listReferences(store.read, messageId)[place - 1]
  if (reference === undefined) throw new Error('no such reference')
  return reference.id
}

export const statesOf = (store: Store, messageId: MessageId) =>
  listReferences(store.read, messageId).map(({ state }) => state)

export const failuresOf = (store: Store, messageId: MessageId) =>
  listReferences(store.read, messageId).map(({ failure }) => failure)

/** Bytes that look random and are the same for the same seed. */
export function noise(seed: string, length = 30_000): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, n) =>
    createHash('sha256').update(`${seed} ${n}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}
