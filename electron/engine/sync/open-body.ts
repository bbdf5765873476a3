import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { type MissingBody, markBodyFailed, placementOf } from '../store/bodies.ts'
import { listIdentities } from '../store/identities.ts'
import { getMessage } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'
import { pendingPlaceOf } from '../store/pending.ts'
import { fetchSources, openFolderOf } from './fetch-sources.ts'
import type { IngestMessage } from './ingest-message.ts'
import type { KeptConnection } from './kept-connection.ts'

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
  connection: KeptConnection
  /** Brings the rows of all folders up to date. @throws MailError */
  lookAround(): Promise<unknown>
}): BodyOpener {
  const { account, store, ingest, connection, lookAround } = parts
  const opened = new Set<MessageId>()
  const opening = new Map<MessageId, Promise<void>>()

  /** @returns whether the server sent it. */
  async function fetchFrom(client: ImapFlow, body: MissingBody): Promise<boolean> {
    const { messageId } = body
    let arrived = false
    await openFolderOf(client, store, body)
    await fetchSources(client, [body], async ({ source, cut }) => {
      arrived = true
      // The download may have been faster; storing it twice would give its references new ids.
      if (getMessage(store.read, messageId)?.bodyState === 'ready') return
      const recipients = listIdentities(store.read, account)
      await ingest({ messageId, source, cut, recipients, urgent: true })
      opened.add(messageId)
    })
    return arrived
  }

  function placeOf(messageId: MessageId): MissingBody {
    const place = placementOf(store.read, messageId)
    if (place === undefined || place.uid < 0) throw new MailError('message-unavailable')
    return { messageId, ...place }
  }

  async function openBody(messageId: MessageId): Promise<void> {
    const tried = placeOf(messageId)
    const isThere = () => isSamePlace(tried, placeOf(messageId))
    if (await connection.run((client) => fetchFrom(client, tried))) return
    // The user may be moving it right now, or another program has.
    if (isThere()) await lookAround()
    if (!isThere()) {
      if (await connection.run((client) => fetchFrom(client, placeOf(messageId)))) return
    } else if (pendingPlaceOf(store.read, messageId) === undefined) {
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

function isSamePlace(a: MissingBody, b: MissingBody): boolean {
  return a.folderId === b.folderId && a.uid === b.uid
}
