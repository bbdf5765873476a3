import type { ImapFlow } from 'imapflow'
import type { Round } from './rounds.ts'
import { ANCHOR, keyOf } from './world.ts'

/** Mails with names of their own, some without Message-ID, into the inbox. */
export function deliver({ world, expected, random }: Round, count: number): void {
  for (let n = 0; n < count; n += 1) {
    const mail = world.deliver(random.below(12) === 0 ? 1_500_000 : random.below(200))
    expected.byOther(mail, { kind: 'deliver', to: 'INBOX' })
  }
}

/**
 * One random act of another program. Where both act at once, it leaves alone what the user has just acted on: between the
 * two steps of a MOVE, a server shows others what no program can be right about.
 */
export async function actAsOther(client: ImapFlow, round: Round): Promise<void> {
  const { random, expected, before, busy, asked, isApart } = round
  const isMine = (mail: string) => mail !== ANCHOR && (isApart || !asked.has(mail))
  // One that it knows of by itself: what the user copies is none of its business.
  const single = [...before].filter(([mail, places]) => places.length === 1 && isMine(mail))
  const disputed = single.filter(([mail]) => expected.isUsers(mail))
  const [mail] = random.pick(disputed.length > 0 && random.below(3) > 0 ? disputed : single) ?? []
  if (mail === undefined || busy.has(mail)) return
  busy.add(mail)
  try {
    const at = await findMail(client, mail)
    if (at === undefined) return
    const { path, uid } = at
    const kind = random.below(5)
    if (kind === 0) {
      await client.messageDelete(uid, { uid: true })
      expected.byOther(mail, { kind: 'move', from: keyOf(path), to: null })
    } else if (kind <= 2) {
      const folders = (await client.list()).map((folder) => folder.path).filter((one) => one !== path)
      const to = random.pick(folders) ?? 'Sent'
      await client.messageMove(uid, to, { uid: true })
      expected.byOther(mail, { kind: 'move', from: keyOf(path), to: keyOf(to) })
    } else {
      const flag = random.below(2) === 0 ? '\\Seen' : '\\Flagged'
      const on = random.below(2) === 0
      if (on) await client.messageFlagsAdd(uid, [flag], { uid: true })
      else await client.messageFlagsRemove(uid, [flag], { uid: true })
      expected.byOther(mail, { kind: 'flag', flag, on })
    }
  } finally {
    busy.delete(mail)
  }
}

async function findMail(client: ImapFlow, mail: string): Promise<{ path: string; uid: string } | undefined> {
  for (const { path } of await client.list()) {
    await client.mailboxOpen(path)
    const uids = await client.search({ header: { subject: mail } }, { uid: true })
    if (uids && uids[0] !== undefined) return { path, uid: `${uids[0]}` }
  }
  return undefined
}

/** The mails in it keep it what it is. */
export async function renameWork(client: ImapFlow, number: number): Promise<void> {
  const work = (await client.list()).find(({ path }) => keyOf(path) === 'Work')
  if (work === undefined) return
  await client.mailboxClose()
  await client.mailboxRename(work.path, `Work ${number}`)
}
