import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { markBodyFailed, placementOf } from '../store/bodies.ts'
import { listIdentities } from '../store/identities.ts'
import { getMessage } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import { fetchSources } from './fetch-sources.ts'
import type { IngestMessage } from './ingest-message.ts'

export interface BodyOpener {
  /** Ends when the body is stored. @throws MailError, 'message-unavailable' when the server has it no more. */
  open(messageId: MessageId): Promise<void>
  /** Whether that body came this way, and need not be stored again by a download that fetched it too. */
  opened(messageId: MessageId): boolean
  /** Ends when nothing of it touches the store any more. */
  close(): Promise<void>
}

/** Long enough for somebody who reads mail after mail, short enough not to be a burden on the server. */
const KEEP_MS = 60_000

/**
 * Fetches what the user opened on a connection of its own, so that it waits for no download: one connection,
 * opened when it is first needed and closed when it was not needed for a while.
 */
export function createBodyOpener(parts: {
  account: Account
  store: Store
  ingest: IngestMessage
  connect(): Promise<ImapFlow>
}): BodyOpener {
  const { account, store, ingest, connect } = parts
  const opened = new Set<MessageId>()
  const opening = new Map<MessageId, Promise<void>>()
  let client: ImapFlow | undefined
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  async function fetchBody(messageId: MessageId): Promise<void> {
    const body = placementOf(store.read, messageId)
    if (body === undefined) throw new MailError('message-unavailable')
    const kept = client?.usable ? client : undefined
    try {
      await fetchOver(kept ?? (await connect()), { messageId, ...body })
    } catch (error) {
      client?.close()
      client = undefined
      // A connection that was kept may have died unseen; the next one did not.
      if (kept === undefined || !(error instanceof MailError) || error.code !== 'connection-lost') throw error
      await fetchOver(await connect(), { messageId, ...body })
    }
  }

  async function fetchOver(over: ImapFlow, body: Parameters<typeof fetchSources>[3][number]): Promise<void> {
    client = over
    const { messageId } = body
    let arrived = false
    await fetchSources(over, store, account.id, [body], async ({ source, cut }) => {
      arrived = true
      // The download may have been faster; storing it twice would give its references new ids.
      if (getMessage(store.read, messageId)?.bodyState === 'ready') return
      const recipients = listIdentities(store.read, account)
      await ingest({ messageId, source, cut, recipients, urgent: true })
      opened.add(messageId)
    })
    if (arrived) return
    store.write((db) => markBodyFailed(db, messageId))
    throw new MailError('message-unavailable')
  }

  function closeLater(): void {
    clearTimeout(idle)
    idle = setTimeout(() => client?.close(), KEEP_MS)
    idle.unref()
  }

  return {
    opened: (messageId) => opened.has(messageId),
    open(messageId) {
      const joined = opening.get(messageId)
      if (joined) return joined
      // One after the other: they share a connection.
      const turn = last.then(() => fetchBody(messageId))
      last = turn.catch(() => {}).finally(closeLater)
      const attempt = turn.finally(() => opening.delete(messageId))
      opening.set(messageId, attempt)
      return attempt
    },
    async close() {
      client?.close()
      await last
      clearTimeout(idle)
    },
  }
}
