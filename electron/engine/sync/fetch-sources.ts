import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { MAX_SOURCE_BYTES, speak } from '../network/open-imap.ts'
import type { MissingBody } from '../store/bodies.ts'
import { readFolderState } from '../store/folders.ts'
import { encodedLimit, type LeftOut } from '../store/left-out.ts'
import type { Store } from '../store/open-store.ts'
import { fetchRows } from './fetch-rows.ts'
import { fetchSparse } from './fetch-sparse.ts'
import { openFolder } from './open-folder.ts'
import { isSameFolder } from './plan-sync.ts'

export interface FetchedSource {
  body: MissingBody
  source: Uint8Array
  /** Only the beginning of a mail that is too large. */
  cut: boolean
  /** Attachments that are empty in it. */
  leftOut: readonly LeftOut[]
}

/** Opens the folder that these are in. @throws MailError 'message-unavailable' when it is another one by now. */
export async function openFolderOf(
  client: ImapFlow,
  store: Store,
  { folderId }: Pick<MissingBody, 'folderId'>,
): Promise<void> {
  const folder = readFolderState(store.read, folderId)
  if (folder === undefined) throw new MailError('message-unavailable')
  const opened = await openFolder(client, folder.path).catch((error) => {
    // It has another name, or is gone: whoever looks around finds out.
    throw error?.cause?.mailboxMissing === true
      ? new MailError('message-unavailable', { cause: error })
      : error
  })
  // The folder was made anew since its rows were read: its UIDs are other mails now.
  if (!isSameFolder(folder, opened)) throw new MailError('message-unavailable')
}

/** Attachments above it are left out of a mail that is too large to be fetched whole, whatever the user chose. */
const LARGEST_OF_HUGE = 25_000_000

/**
 * Fetches the sources of messages in the folder that is open. What the server does not send is passed over: it was
 * expunged.
 *
 * @param largest bytes once decoded: attachments above it stay on the server; null: none does.
 * @param take is awaited before the next source is read from the socket, which bounds memory.
 */
export async function fetchSources(
  client: ImapFlow,
  bodies: readonly MissingBody[],
  largest: number | null,
  take: (fetched: FetchedSource) => Promise<void> | void,
): Promise<void> {
  const smallest = largest === null ? MAX_SOURCE_BYTES : Math.min(MAX_SOURCE_BYTES, encodedLimit(largest))
  const isLarge = ({ size }: MissingBody) => size > smallest
  await fetchWhole(
    client,
    bodies.filter((body) => !isLarge(body)),
    take,
  )
  for (const body of bodies.filter(isLarge)) {
    const sparse = await fetchSparse(client, body, largest ?? LARGEST_OF_HUGE)
    if (sparse === null) await fetchWhole(client, [body], take)
    else if (sparse !== 'absent') await take({ body, ...sparse, cut: false })
  }
}

async function fetchWhole(
  client: ImapFlow,
  bodies: readonly MissingBody[],
  take: (fetched: FetchedSource) => Promise<void> | void,
): Promise<void> {
  for (const cut of [false, true]) {
    const some = bodies.filter(({ size }) => size > MAX_SOURCE_BYTES === cut)
    const wanted = new Map(some.map((body) => [body.uid, body]))
    if (wanted.size === 0) continue
    const query = { uid: true, source: cut ? { start: 0, maxLength: MAX_SOURCE_BYTES } : true }
    await speak(client, async () => {
      for await (const row of fetchRows(client, [...wanted.keys()], query)) {
        const body = wanted.get(row.uid)
        if (body === undefined || !Buffer.isBuffer(row.source)) continue
        // The first answer counts: a server may repeat itself.
        wanted.delete(row.uid)
        await take({ body, source: row.source, cut, leftOut: [] })
      }
    })
  }
}
