import type { ImapFlow } from 'imapflow'
import { intoSets, toSequenceSet } from '../network/sequence-set.ts'
import { refusalOf } from './refusal.ts'

/** Those of the UIDs that the open folder holds. @throws MailError */
export async function findUids(client: ImapFlow, uids: readonly number[]): Promise<Set<number>> {
  const found = new Set<number>()
  for (const set of intoSets(uids)) {
    const answer = await client.search({ uid: toSequenceSet(set) }, { uid: true })
    if (!Array.isArray(answer)) throw refusalOf(client)
    for (const uid of answer) found.add(uid)
  }
  return found
}

/** The same, with what other programs did since the folder was opened: many a server looks at that for NOOP alone. */
export async function findUidsNow(client: ImapFlow, uids: readonly number[]): Promise<Set<number>> {
  await client.noop()
  return findUids(client, uids)
}
