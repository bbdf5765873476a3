import { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { Log } from '../log/log.ts'
import { markBodyFailed, saveAllIngested, saveIngested } from '../store/bodies.ts'
import type { WritableDatabase } from '../store/database.ts'
import type { IngestedMessage } from '../store/ingested-message.ts'
import type { LeftOut } from '../store/left-out.ts'
import type { Store } from '../store/open-store.ts'
import { release } from '../store/release.ts'
import { deriveNothing } from './derive-message.ts'
import type { WorkerPool } from './worker-pool.ts'

export interface FetchedBody {
  messageId: MessageId
  source: Uint8Array
  /** Only the beginning was fetched. */
  cut: boolean
  /** Attachments that are empty in it. */
  leftOut?: readonly LeftOut[]
  /** The user's own addresses. */
  recipients: readonly string[]
  /** The user waits for it. */
  urgent: boolean
}

/** Ends when the message is stored with everything that was read out of it. @throws MailError 'disk-full' … */
export type IngestMessage = (body: FetchedBody) => Promise<void>

interface Ready {
  messageId: MessageId
  ingested: IngestedMessage
  resolve(): void
  reject(error: unknown): void
}

/**
 * How long a transaction takes mails in. Search and the disk take four times that again, and the page's calls should
 * have to wait for 10 ms at most.
 */
const STORING_MS = 2
/** Nobody waits for a mail that was fetched in passing, and ten transactions cost twice what one of ten mails does. */
const GATHERING_MS = 10

/** Reads in the workers, writes here: one transaction for as many as there is time for. */
export function createIngestion(options: { store: Store; pool: WorkerPool; log: Log }): IngestMessage {
  const { store, pool, log } = options
  const ready: Ready[] = []
  let scheduled = false

  function schedule(isUrgent: boolean): void {
    if (scheduled) return
    scheduled = true
    const write = () => {
      scheduled = false
      writeSome()
      if (ready.length > 0) schedule(true)
    }
    if (isUrgent) setImmediate(write)
    else setTimeout(write, GATHERING_MS)
  }

  /** The one that can't be stored harms no other; only a disk that takes nothing is everybody's failure. */
  function writeAlone(one: Ready): void {
    try {
      store.write((db) => saveIngested(db, one.messageId, one.ingested))
    } catch (error) {
      if (error instanceof MailError) throw error
      log.failure('ingest-failed', error, { message: one.messageId })
      store.write((db) => markBodyFailed(db, one.messageId))
    }
  }

  function takeWhileTime(db: WritableDatabase): Ready[] {
    const written: Ready[] = []
    const begun = performance.now()
    function* whileTime(): Iterable<Ready> {
      for (const one of ready) {
        if (written.length > 0 && performance.now() - begun > STORING_MS) return
        written.push(one)
        yield one
      }
    }
    saveAllIngested(db, whileTime())
    return written
  }

  function writeSome(): void {
    try {
      const written = store.write(takeWhileTime)
      ready.splice(0, written.length)
      for (const one of written) {
        release(one.ingested.packedBody)
        if (one.ingested.compressedSource) release(one.ingested.compressedSource)
        one.resolve()
      }
    } catch {
      for (const one of ready.splice(0)) {
        try {
          writeAlone(one)
          one.resolve()
        } catch (error) {
          one.reject(error)
        }
      }
    }
  }

  return async function ingestMessage({ messageId, source, cut, leftOut = [], recipients, urgent }) {
    const task = { source, isCompressed: false, recipients }
    const derived = await pool.derive(task, urgent ? 'urgent' : 'fetched')
    if (derived === null) log.info('ingest-failed', { message: messageId, bytes: source.byteLength })
    const ingested = derived ?? deriveNothing(source)
    if (cut) ingested.parsed.truncated = true
    ingested.leftOut = leftOut
    await new Promise<void>((resolve, reject) => {
      ready.push({ messageId, ingested, resolve, reject })
      schedule(urgent)
    })
    release(source)
  }
}
