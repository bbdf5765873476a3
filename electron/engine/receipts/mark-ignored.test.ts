import type { ImapFlow } from 'imapflow'
import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { listAccounts } from '../store/accounts.ts'
import { saveIngested } from '../store/bodies.ts'
import { saveFolderState } from '../store/folders.ts'
import { insertHeaders } from '../store/placements.ts'
import { ignoreReceipts, isIgnoredHere, listIgnored } from '../store/receipts-ignored.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { markIgnored } from './mark-ignored.ts'

/** One mail in each folder, all read here. */
function ignored(paths: string[]) {
  const store = openTempStore()
  const accountId = store.write((db) => addAccount(db))
  const ids = paths.flatMap((path, index) =>
    store.write((db) => {
      const folderId = addFolder(db, accountId, path)
      saveFolderState(db, folderId, { uidValidity: 5, uidNext: null, highestModseq: null })
      const [id] = insertHeaders(db, folderId, [headerRow(index + 1)])
      if (id === undefined) throw new Error('no mail')
      const receipts = [{ header: 'disposition-notification-to', address: 'a@b.example' }]
      saveIngested(db, id, ingestedMessage({ analysis: { receipts } }))
      return [id]
    }),
  )
  store.write((db) => ignoreReceipts(db, ids))
  const [account] = listAccounts(store.read)
  if (account === undefined) throw new Error('no account')
  const flags = new Map<string, Set<string>>(paths.map((path) => [path, new Set()]))
  const changed: MessageId[] = []

  /** @param fails what goes wrong in a folder; a lost connection comes after the mark was set. */
  async function mark(fails: Record<string, 'server-refused' | 'connection-lost'> = {}) {
    await markIgnored(
      store,
      async (_account, path, act) => {
        const has = flags.get(path) ?? new Set()
        const client = {
          usable: true,
          fetchOne: async () => ({ flags: has }),
          async messageFlagsAdd(_range: string, added: string[]) {
            for (const flag of added) has.add(flag)
            if (fails[path] !== undefined) throw new MailError(fails[path])
            return true
          },
        }
        if (fails[path] === 'server-refused') throw new MailError('server-refused')
        return act(client as unknown as ImapFlow, { uidValidity: 5, permanentFlags: null })
      },
      account as never,
      (id) => changed.push(id),
    )
  }
  const isOurs = () => ids.map((id) => isIgnoredHere(store.read, id))
  return { mark, flags, changed, isOurs, waiting: () => listIgnored(store.read, accountId).length }
}

test('a folder that can only be read holds up no other mail, and is not asked again', async () => {
  const { mark, flags, waiting, isOurs } = ignored(['Shared', 'INBOX'])
  await mark({ Shared: 'server-refused' })
  expect(flags.get('INBOX')).toContain('$MDNSent')
  expect(isOurs()).toEqual([false, true])
  expect(waiting()).toBe(0)
})

test('a mark that was set before the connection was lost is known as one’s own', async () => {
  const { mark, changed, waiting, isOurs } = ignored(['INBOX'])
  await expect(mark({ INBOX: 'connection-lost' })).rejects.toMatchObject({ code: 'connection-lost' })
  expect(waiting()).toBe(1)
  await mark()
  expect(isOurs()).toEqual([true])
  expect(changed).toEqual([])
  expect(waiting()).toBe(0)
})

test('a request that another program dealt with is left to it', async () => {
  const { mark, flags, changed, isOurs, waiting } = ignored(['INBOX'])
  flags.get('INBOX')?.add('$mdnsent')
  await mark()
  expect(isOurs()).toEqual([false])
  expect(changed).toHaveLength(1)
  expect(waiting()).toBe(0)
})
