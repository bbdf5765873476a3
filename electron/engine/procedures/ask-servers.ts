import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SearchObject } from 'imapflow'
import { MailError, type MailFailure, toMailFailure } from '../../../shared/errors.ts'
import type { Account, AccountId } from '../../../shared/models/account.ts'
import type { Folder, FolderId } from '../../../shared/models/folder.ts'
import type { MessageCursor, MessageId } from '../../../shared/models/message.ts'
import { MOST_FOUND_ON_SERVER } from '../../../shared/models/search.ts'
import { listAccounts } from '../store/accounts.ts'
import type { ReadableDatabase } from '../store/database.ts'
import { listFolders } from '../store/folders.ts'
import { readKeepDays } from '../store/offline.ts'
import type { Store } from '../store/open-store.ts'
import { newest } from '../store/search/candidates.ts'
import { mailsUnder, type Named, resolveNames, thatFit } from '../store/search/fits.ts'
import { parseQuery, type SearchQuery } from '../store/search/parse-query.ts'
import type { AccountSessions } from '../sync/account-sessions.ts'
import { FOLDER_TROUBLE } from '../sync/open-folder.ts'
import { toServerSearches } from '../sync/search-server.ts'

interface Asked {
  accountId: AccountId | null
  folderId: FolderId | null
  query: string
}

interface Answer {
  found: MessageId[]
  failed: { accountId: AccountId; failure: MailFailure }[]
}

/** Of a folder: the latest. */
const MOST_HITS = 10_000
/** That fit. */
const MOST_OF_ACCOUNT = 1_000
/** Looked at in one go. */
const AT_ONCE = 1_000

/**
 * Asks the servers for mails whose text is not here. Each account by itself, and only those that keep a part of their
 * mail: the others would learn what is looked for, and tell nothing.
 *
 * @throws MailError 'cancelled'
 */
export async function askServers(
  { store, sessions }: { store: Store; sessions: Pick<AccountSessions, 'of'> },
  { accountId, folderId, query: text }: Asked,
  signal: AbortSignal,
): Promise<Answer> {
  const query = parseQuery(text)
  const searches = query && toServerSearches(query)
  if (query === null || searches === null) return { found: [], failed: [] }

  const answers = await Promise.all(
    listAccounts(store.read)
      .filter((account) => isAsked(store.read, account.id, { accountId, folderId }))
      .map((account) => askAccount(account, query, searches)),
  )
  if (signal.aborted) throw new MailError('cancelled')
  return {
    found: answers.flatMap(({ found }) => found).slice(0, MOST_FOUND_ON_SERVER),
    failed: answers.flatMap(({ failed }) => failed),
  }

  async function askAccount(
    account: Account,
    query: SearchQuery,
    searches: readonly SearchObject[],
  ): Promise<Answer> {
    const named = resolveNames(store.read, query, account.id)
    const hits = new Map<MessageId, MessageCursor>()
    let failure: MailFailure | undefined
    for (const folder of foldersToAsk(listFolders(store.read, account.id), folderId, named)) {
      try {
        const uids = await sessions.of(account).searchFolder(folder.path, searches, signal)
        for (const hit of mailsUnder(store.read, folder.id, uids, MOST_HITS)) hits.set(hit.id, hit)
      } catch (error) {
        failure ??= toMailFailure(error)
        if (!FOLDER_TROUBLE.has(failure.code)) break
      }
    }
    const found: MessageId[] = []
    const ids = newest([[...hits.values()]], hits.size).map(({ id }) => id)
    for (let at = 0; at < ids.length && found.length < MOST_OF_ACCOUNT; at += AT_ONCE) {
      const words = { ...query, exclude: null }
      const fits = thatFit(store.read, ids.slice(at, at + AT_ONCE), words, named, folderId)
      found.push(...fits.map(({ id }) => id))
      await nextTurn()
    }
    return {
      found: found.slice(0, MOST_OF_ACCOUNT),
      failed: failure === undefined ? [] : [{ accountId: account.id, failure }],
    }
  }
}

function isAsked(
  db: ReadableDatabase,
  id: AccountId,
  { accountId, folderId }: Omit<Asked, 'query'>,
): boolean {
  if (readKeepDays(db, id) === null) return false
  if (folderId !== null) return listFolders(db, id).some((folder) => folder.id === folderId)
  return accountId === null || id === accountId
}

/** Where an account has a folder of all mail, looking through the others finds the same again. */
function foldersToAsk(all: readonly Folder[], folderId: FolderId | null, named: Named): Folder[] {
  const folders = all.filter(
    ({ id, total }) => total > 0 && !named.noFolders.includes(id) && (named.folders?.includes(id) ?? true),
  )
  if (folderId !== null) return folders.filter(({ id }) => id === folderId)
  const hasAll = folders.some(({ role }) => role === 'all')
  return folders.filter(({ role }) => !hasAll || role === 'all' || role === 'junk' || role === 'trash')
}
