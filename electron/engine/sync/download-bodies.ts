import { setTimeout as pause } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { Log } from '../log/log.ts'
import { listMissingBodies, type MissingBody, markBodyFailed } from '../store/bodies.ts'
import type { Store } from '../store/open-store.ts'
import { bearLosses } from './bear-losses.ts'
import { type FetchedSource, fetchSources, openFolderOf } from './fetch-sources.ts'
import type { IngestMessage } from './ingest-message.ts'
import { isFoldersOwn } from './open-folder.ts'

export interface BodyDownload {
  store: Store
  log: Log
  ingest: IngestMessage
  accountId: AccountId
  /** Unix time in ms: what is older stays on the server. Asked anew for each batch. */
  since(): number
  /** Bytes: attachments above it stay on the server; null: none does. */
  largest: number | null
  /** The user's own addresses. */
  recipients: readonly string[]
  /** Opens another connection after one was lost. @throws MailError when the server is away. */
  reconnect(): Promise<ImapFlow>
  /** How long to wait before that, in ms, the n-th time in a row, from 0. */
  reconnectDelay(attempt: number): number
  /** Asked between batches: something more urgent may need the place of this connection. */
  makeRoom(client: ImapFlow): Promise<ImapFlow>
  /** Asked between batches too: false ends the download. */
  mayGoOn(): boolean
  /** Messages that the user opened meanwhile, and that came by another way. */
  alreadyHere(messageId: MessageId): boolean
  stored(body: MissingBody): void
  /** What is in that folder can't be fetched now. */
  passOver(folderId: FolderId, error: MailError): void
  signal: AbortSignal
}

/** One FETCH: few enough that a lost connection costs little, many enough that a slow line is always busy. */
const BATCH_MESSAGES = 200
const BATCH_BYTES = 16 * 1024 * 1024
/** Fetched but not yet stored; a single larger mail may exceed it alone. */
const MAX_BYTES_IN_FLIGHT = 12 * 1024 * 1024
/** So many mails in a row that can't be fetched are the server's fault and not theirs. */
const MAX_SKIPPED = 3

const CONNECTION_TROUBLE: ReadonlySet<string> = new Set(['connection-lost', 'timed-out', 'server-misbehaved'])

/**
 * Fetches every body that is missing, newest first across folders, while the workers read what came before.
 * What is missing stands in the store, so a download that was interrupted goes on where it stopped.
 *
 * A lost connection is opened again, after longer each time that it brought little, and not for ever. A mail that alone takes the
 * connection down twice is passed over, for it must not keep all older ones from coming, and marked as failed
 * once the server has shown that it sends others. One that the server does not send stays missing: it was
 * expunged, which the next sync of headers notices, or it comes another time.
 *
 * @returns the connection that is open at the end.
 */
export async function downloadBodies(first: ImapFlow, download: BodyDownload): Promise<ImapFlow> {
  const { store, log, signal } = download
  const flight = createFlight(download)
  const losses = bearLosses(download.reconnectDelay)
  const passedOver = new Set<MessageId>()
  let culprits: MissingBody[] = []
  let alone = false
  let client = first
  const onProgress = () => {
    failAll(store, culprits)
    culprits = []
    alone = false
  }
  try {
    for (;;) {
      await flight.check()
      if (!download.mayGoOn()) return client
      const skip = new Set([...flight.messages(), ...passedOver])
      const batch = nextBatch(download, skip, alone ? 1 : BATCH_MESSAGES)
      if (batch.length === 0) {
        if (!(await flight.landed())) continue
        onProgress()
        return client
      }
      const before = flight.arrivals()
      try {
        client = await download.makeRoom(client)
        signal.throwIfAborted()
        const absent = await fetchBatch(client, download, batch, flight.take)
        for (const { messageId } of absent) passedOver.add(messageId)
        if (flight.arrivals() > before) onProgress()
        alone = false
      } catch (error) {
        if (signal.aborted || !isConnectionTrouble(error)) throw error
        if (flight.arrivals() > before) onProgress()
        else if (alone) {
          culprits.push(...batch)
          if (culprits.length > MAX_SKIPPED) throw error
          for (const { messageId } of batch) passedOver.add(messageId)
          log.failure('body-skipped', error, { message: batch[0]?.messageId ?? 0 })
          alone = false
        } else alone = true
        log.failure('download-resumed', error, { arrived: flight.arrivals() })
        // It may have refused one mail, and go on with others.
        if (client.usable && error.code === 'server-misbehaved') continue
        client.close()
        const wait = losses.lost(flight.arrivals())
        if (wait === null) throw error
        await pause(wait, undefined, { signal, ref: false })
        client = await download.reconnect()
      }
    }
  } finally {
    await flight.landed().catch(() => {})
  }
}

function isConnectionTrouble(error: unknown): error is MailError {
  return error instanceof MailError && CONNECTION_TROUBLE.has(error.code)
}

function nextBatch(
  { store, accountId, since, largest }: BodyDownload,
  skip: ReadonlySet<MessageId>,
  most: number,
): MissingBody[] {
  // What is in flight is still "missing" in the store, and stands first.
  const missing = listMissingBodies(store.read, accountId, skip.size + most, since())
  const batch: MissingBody[] = []
  let bytes = 0
  for (const body of missing) {
    if (skip.has(body.messageId)) continue
    // Of a larger one little more than its text comes.
    const size = Math.min(body.size, largest ?? body.size)
    if (batch.length >= most || (batch.length > 0 && bytes + size > BATCH_BYTES)) break
    batch.push(body)
    bytes += size
  }
  return batch
}

/**
 * Folder by folder, in the order in which the newest message of each comes.
 *
 * @returns what the server did not send.
 */
async function fetchBatch(
  client: ImapFlow,
  { store, largest, passOver }: BodyDownload,
  batch: readonly MissingBody[],
  take: Flight['take'],
): Promise<MissingBody[]> {
  const absent = new Map(batch.map((body) => [body.messageId, body]))
  const folders = new Map<FolderId, MissingBody[]>()
  for (const body of batch) folders.set(body.folderId, [...(folders.get(body.folderId) ?? []), body])
  for (const [folderId, bodies] of folders) {
    try {
      await openFolderOf(client, store, { folderId })
    } catch (error) {
      if (!isFoldersOwn(error, client)) throw error
      passOver(folderId, error)
      continue
    }
    await fetchSources(client, bodies, largest, (fetched) => {
      absent.delete(fetched.body.messageId)
      return take(fetched)
    })
  }
  return [...absent.values()]
}

function failAll(store: Store, bodies: readonly MissingBody[]): void {
  if (bodies.length === 0) return
  store.write((db) => {
    for (const { messageId } of bodies) markBodyFailed(db, messageId)
  })
}

type Flight = ReturnType<typeof createFlight>

/** What was fetched and is being read or written: how much, and whether any of it failed. */
function createFlight({ ingest, recipients, stored, alreadyHere }: BodyDownload) {
  const inFlight = new Map<MessageId, Promise<void>>()
  let bytesInFlight = 0
  let arrivals = 0
  let failure: unknown
  let wake = () => {}

  async function carry({ body, source, cut, leftOut }: FetchedSource) {
    const { messageId } = body
    const size = source.byteLength
    try {
      if (!alreadyHere(messageId))
        await ingest({ messageId, source, cut, leftOut, recipients, urgent: false })
      stored(body)
    } catch (error) {
      failure ??= error
    } finally {
      bytesInFlight -= size
      inFlight.delete(messageId)
      wake()
    }
  }

  const check = async () => {
    if (failure !== undefined) throw failure
  }

  return {
    check,
    arrivals: () => arrivals,
    messages: () => inFlight.keys(),
    async take(fetched: FetchedSource): Promise<void> {
      arrivals += 1
      bytesInFlight += fetched.source.byteLength
      inFlight.set(fetched.body.messageId, carry(fetched))
      while (bytesInFlight > MAX_BYTES_IN_FLIGHT && failure === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      await check()
    },
    /** Waits until nothing is in the air. @returns true when nothing was. */
    async landed(): Promise<boolean> {
      const last = inFlight.size === 0
      await Promise.all(inFlight.values())
      await check()
      return last
    },
  }
}
