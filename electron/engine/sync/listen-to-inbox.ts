import { setTimeout as pause } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { speak } from '../network/open-imap.ts'
import { openFolder } from './open-folder.ts'
import type { ServerFolder } from './plan-sync.ts'

export interface Listener {
  path: string
  /** What the folder was like when listening began: news may have come before. */
  opened(folder: ServerFolder): void
  /** Something came, went or changed its flags. */
  news(): void
  /** Looks after the other folders, now and then, over the same connection. */
  poll(client: ImapFlow): Promise<void>
  pollEveryMs: number
  signal: AbortSignal
}

/** A server that ends IDLE as soon as it began is asked again no sooner. */
const BREATH_MS = 10_000

/**
 * Listens to one folder until the connection ends: by IDLE (RFC 2177), which imapflow says anew in time, or by NOOP
 * every two minutes where the server has no IDLE.
 *
 * @throws MailError always, in the end: why it ended.
 */
export async function listenToInbox(client: ImapFlow, listener: Listener): Promise<never> {
  const { path, news, poll, signal } = listener
  listener.opened(await openFolder(client, path))
  for (const event of ['exists', 'expunge', 'flags'] as const) client.on(event, news)
  let trouble: unknown
  let polling: Promise<void> | undefined
  let polls = 0
  const timer = setInterval(() => {
    polls += 1
    polling ??= poll(client)
      .catch((error) => {
        trouble = error
        client.close()
      })
      .finally(() => {
        polling = undefined
      })
  }, listener.pollEveryMs)
  timer.unref()
  try {
    while (client.usable && client.mailbox) {
      const [begun, pollsBefore] = [performance.now(), polls]
      await speak(client, () => client.idle())
      await polling
      const cutShort = polls === pollsBefore && performance.now() - begun < BREATH_MS
      if (cutShort && client.usable) await pause(BREATH_MS, undefined, { signal, ref: false })
    }
    // Nothing is thrown where a connection ends in IDLE: this asks what ended it.
    await speak(client, () => client.mailboxOpen(path))
    throw new MailError('connection-lost')
  } catch (error) {
    throw trouble ?? error
  } finally {
    clearInterval(timer)
    client.close()
    await polling
  }
}
