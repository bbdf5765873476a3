import type { ImapFlow } from 'imapflow'
import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { listAccounts } from '../store/accounts.ts'
import { saveFolderState } from '../store/folders.ts'
import { insertHeaders } from '../store/placements.ts'
import { beginReceipt, listUnmarked, saveReceiptState } from '../store/receipts-sent.ts'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { markAnswered } from './mark-answered.ts'

const ANY = null

/** @param mails which one lies in each of the folders. */
function answered({ uid = 7, mails = [1, 1] } = {}) {
  const store = openTempStore()
  const accountId = store.write((db) => addAccount(db))
  const folders = ['INBOX', 'Club'].map((path) => store.write((db) => addFolder(db, accountId, path)))
  store.write((db) => {
    for (const [index, folderId] of folders.entries()) {
      saveFolderState(db, folderId, { uidValidity: 5, uidNext: null, highestModseq: null })
      for (const id of insertHeaders(db, folderId, [headerRow(mails[index] ?? 1, { uid })])) {
        beginReceipt(db, id)
        saveReceiptState(db, id, 'sent')
      }
    }
  })
  const [account] = listAccounts(store.read)
  if (account === undefined) throw new Error('no account')
  const said: unknown[] = []

  /** @param answer what imapflow says of a STORE; 'lost': the connection ended meanwhile. */
  async function mark(
    permanentFlags: string[] | null,
    answer: boolean | 'lost' = true,
    uidValidity = 5,
    refused?: string,
  ) {
    const client = {
      usable: answer !== 'lost',
      async messageFlagsAdd(range: string, flags: string[]) {
        said.push([range, ...flags])
        return answer === true
      },
    }
    const folder = { uidValidity, permanentFlags: permanentFlags && new Set(permanentFlags) }
    await markAnswered(
      store,
      async (_account, path, act) => {
        if (path === refused) throw new MailError('server-refused')
        return act(client as unknown as ImapFlow, folder)
      },
      account as never,
    )
    return listUnmarked(store.read, accountId).length
  }
  return { said, mark }
}

test('each copy of the mail is marked, once', async () => {
  const { said, mark } = answered()
  expect(await mark(ANY)).toBe(0)
  await mark(ANY)
  expect(said).toEqual([
    ['7', '$MDNSent'],
    ['7', '$MDNSent'],
  ])
})

test('a server that keeps only flags of its own is told if this is one of them, as it spells it', async () => {
  const { said, mark } = answered()
  expect(await mark(['\\Seen', '$mdnsent'])).toBe(0)
  expect(said).toContainEqual(['7', '$mdnsent'])
})

test.each([
  ['that keeps no such mark is told nothing', ['\\Seen'], true, 0],
  ['that says no is not asked again', ANY, false, 2],
])('a server %s', async (_, flags, answer, times) => {
  const { said, mark } = answered()
  expect(await mark(flags, answer)).toBe(0)
  expect(said).toHaveLength(times)
})

test.each([
  ['the connection is lost', ANY, 'lost', 5],
  ['the folder was made anew and is not synced yet', ANY, true, 6],
] as const)('it is tried again when %s', async (_, flags, answer, uidValidity) => {
  const { mark } = answered()
  expect(await mark(flags, answer, uidValidity)).toBe(1)
  expect(await mark(flags)).toBe(0)
})

test('a mail that is on its way to another folder waits until it is there', async () => {
  const { said, mark } = answered({ uid: -1 })
  expect(await mark(ANY)).toBe(1)
  expect(said).toEqual([])
})

test('a folder that the server does not open holds up no other mail, and is tried again', async () => {
  const { said, mark } = answered({ mails: [1, 2] })
  expect(await mark(ANY, true, 5, 'INBOX')).toBe(1)
  expect(said).toHaveLength(1)
  expect(await mark(ANY)).toBe(0)
})
