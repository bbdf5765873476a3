import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { type MissingBody, markBodyFailed } from '../store/bodies.ts'
import { listIdentities } from '../store/identities.ts'
import { getMessage } from '../store/messages.ts'
import { largestKept } from '../store/offline.ts'
import type { Store } from '../store/open-store.ts'
import { pendingPlaceOf } from '../store/pending.ts'
import { fetchSources, openFolderOf } from './fetch-sources.ts'
import type { IngestMessage } from './ingest-message.ts'
import type { FetchWhereItIs } from './where-it-is.ts'

export interface BodyOpener {
  /** Ends when the body is stored. @throws MailError, 'message-unavailable' when the server has it no more. */
  open(messageId: MessageId): Promise<void>
  /** Whether that body came this way, and need not be stored again by a download that fetched it too. */
  opened(messageId: MessageId): boolean
}

/** Fetches what the user opened on a connection of its own, so that it waits for no download. */
export function createBodyOpener(parts: {
  account: Account
  store: Store
  ingest: IngestMessage
  fetchWhereItIs: FetchWhereItIs
}): BodyOpener {
  const { account, store, ingest, fetchWhereItIs } = parts
  const opened = new Set<MessageId>()
  const opening = new Map<MessageId, Promise<void>>()

  async function fetchFrom(client: ImapFlow, body: MissingBody): Promise<boolean> {
    const { messageId } = body
    let arrived = false
    await openFolderOf(client, store, body)
    await fetchSources(client, [body], largestKept(store.read, account.id), async (fetched) => {
      arrived = true
      // The download may have been faster; storing it twice would give its references new ids.
      if (getMessage(store.read, messageId)?.bodyState === 'ready') return
      const { source, cut, leftOut } = fetched
      const recipients = listIdentities(store.read, account)
      await ingest({ messageId, source, cut, leftOut, recipients, urgent: true })
      opened.add(messageId)
    })
    return arrived
  }

  async function openBody(messageId: MessageId): Promise<void> {
    if (await fetchWhereItIs(messageId, fetchFrom)) return
    if (pendingPlaceOf(store.read, messageId) === undefined) {
      store.write((db) => markBodyFailed(db, messageId))
    }
    throw new MailError('message-unavailable')
  }

  return {
    opened: (messageId) => opened.has(messageId),
    open(messageId) {
      const joined = opening.get(messageId)
      if (joined) return joined
      const attempt = openBody(messageId).finally(() => opening.delete(messageId))
      opening.set(messageId, attempt)
      return attempt
    },
  }
}
