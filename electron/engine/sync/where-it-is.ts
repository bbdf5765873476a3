import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { type MissingBody, placementOf } from '../store/bodies.ts'
import type { Store } from '../store/open-store.ts'
import type { KeptConnection } from './kept-connection.ts'

/** Answers whether the server has sent what was wanted of a mail. */
type FetchFrom = (client: ImapFlow, place: MissingBody) => Promise<boolean>

/**
 * Fetches of a mail where it is on the server, and once more where it went meanwhile.
 *
 * @returns false: it is in its folder, and the server does not send it.
 * @throws MailError 'message-unavailable' when it is nowhere any more.
 */
export type FetchWhereItIs = (messageId: MessageId, bring: FetchFrom) => Promise<boolean>

export function createFetchWhereItIs(parts: {
  store: Store
  connection: KeptConnection
  /** Brings the rows of all folders up to date. @throws MailError */
  lookAround(): Promise<unknown>
}): FetchWhereItIs {
  const { store, connection, lookAround } = parts
  return async (messageId, bring) => {
    const tried = placeOf(store, messageId)
    const isThere = () => isSamePlace(tried, placeOf(store, messageId))
    let isRenewed = false
    try {
      if (await connection.run((client) => bring(client, tried))) return true
    } catch (error) {
      if (!(error instanceof MailError) || error.code !== 'message-unavailable') throw error
      // Its folder was made anew, and the mail may have the same number in it.
      isRenewed = true
    }
    // The user may be moving it right now, or another program has.
    if (isThere()) await lookAround()
    if (isThere() && !isRenewed) return false
    if (await connection.run((client) => bring(client, placeOf(store, messageId)))) return true
    throw new MailError('message-unavailable')
  }
}

export function placeOf(store: Pick<Store, 'read'>, messageId: MessageId): MissingBody {
  const place = placementOf(store.read, messageId)
  if (place === undefined || place.uid < 0) throw new MailError('message-unavailable')
  return { messageId, ...place }
}

function isSamePlace(a: MissingBody, b: MissingBody): boolean {
  return a.folderId === b.folderId && a.uid === b.uid
}
