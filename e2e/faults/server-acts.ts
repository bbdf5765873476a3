import type { ImapFlow } from 'imapflow'
import type { Dovecot } from '../../electron/engine/testing/dovecot.ts'
import { type Expected, flagged, type Mailboxes, moved } from './expected.ts'
import type { Random } from './random.ts'

let lastMail = 0

/** Mails with numbers of their own, into the inbox. */
export function deliver(dovecot: Dovecot, user: string, count: number, expected?: Expected): void {
  for (let n = 0; n < count; n += 1) {
    lastMail += 1
    const mail = `m${lastMail}`
    expected?.byOther(mail, (places) => [...places, 'INBOX'])
    dovecot.deliver(user, [
      `From: a@b.example\r\nSubject: ${mail}\r\nMessage-ID: <${mail}@faults.example>\r\n\r\nText ${mail}`,
    ])
  }
}

/** One random act of another program; the server lives until it is done. */
export async function actAsOther(
  client: ImapFlow,
  random: Random,
  expected: Expected,
  before: Mailboxes,
): Promise<void> {
  // A mail that it knows of by itself: what the user copies meanwhile is none of its business.
  const single = [...before].filter(([, places]) => places.length === 1)
  const [mail, [place = ''] = []] = random.pick(single) ?? []
  if (mail === undefined) return
  const [folder = ''] = place.split(' ')
  await client.mailboxOpen(folder)
  const uids = await client.search({ header: { 'message-id': `<${mail}@faults.example>` } }, { uid: true })
  const uid = uids ? uids[0] : undefined
  // The user was faster.
  if (uid === undefined) return
  const kind = random.below(4)
  if (kind === 0) {
    expected.byOther(mail, moved(folder, null))
    await client.messageDelete(`${uid}`, { uid: true })
  } else if (kind === 1) {
    const to = random.pick(['INBOX', 'Archive', 'Trash', 'Sent'].filter((path) => path !== folder)) ?? 'Sent'
    expected.byOther(mail, moved(folder, to))
    await client.messageMove(`${uid}`, to, { uid: true })
  } else {
    const flag = random.below(2) === 0 ? '\\Seen' : '\\Flagged'
    const on = random.below(2) === 0
    expected.byOther(mail, flagged(flag, on))
    if (on) await client.messageFlagsAdd(`${uid}`, [flag], { uid: true })
    else await client.messageFlagsRemove(`${uid}`, [flag], { uid: true })
  }
}
