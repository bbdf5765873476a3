import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type { ReadMail } from '../../../shared/models/leak-test.ts'
import { type CountingServer, startCountingServer } from '../network/counting-server.ts'
import type { GuardedFetch } from '../network/guarded-fetch.ts'
import { readHostileMail } from './leak-test-reading.ts'

type LeakTestHandlers = Pick<
  EngineHandlers,
  'leakTest.start' | 'leakTest.hits' | 'leakTest.read' | 'leakTest.tryDoor' | 'leakTest.stop'
>

/** Spellings of this machine, as a sender would write them who wants the door to knock inside the house. */
const OWN_HOSTS = [
  '127.0.0.1',
  'localhost',
  'LOCALHOST.',
  'x.localhost',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '0.0.0.0',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
]

/** The engine's half of the leak test: the server that counts, what becomes of a raw mail, the attack on the door. */
export function leakTestProcedures({ fetchPicture }: { fetchPicture: GuardedFetch }): {
  handlers: LeakTestHandlers
  /** Ends the run under way. */
  stop(): Promise<void>
} {
  let current: { run: string; server: Promise<CountingServer> } | undefined

  async function serverOf(run: string): Promise<CountingServer> {
    if (current?.run !== run) throw new MailError('not-found')
    return current.server
  }

  async function stop(): Promise<void> {
    const ended = current?.server
    current = undefined
    await (await ended)?.close()
  }

  const handlers: LeakTestHandlers = {
    async 'leakTest.start'() {
      // Whoever began it is gone without a word: a window that was closed, a page that was loaded anew.
      const before = stop()
      const run = randomUUID()
      const server = startCountingServer()
      current = { run, server }
      await before
      const { port, silentPort } = await server
      return { run, port, silentPort }
    },
    'leakTest.hits': async ({ run }) => [...(await serverOf(run)).hits],
    async 'leakTest.read'({ mails }) {
      const read: ReadMail[] = []
      for (const mail of mails) {
        read.push(readHostileMail(mail))
        await nextTurn()
      }
      return read
    },
    async 'leakTest.tryDoor'({ run }) {
      const { port, silentPort } = await serverOf(run)
      // Plain http may be refused by the user's setting before the address is looked at; https never is.
      const attempts = OWN_HOSTS.flatMap((host) => [
        `http://${host}:${port}/door`,
        `https://${host}:${silentPort}/door`,
      ])
      const limits = { maxBytes: 1_000, deadlineMs: 5_000 }
      await Promise.allSettled(attempts.map((url) => fetchPicture(url, limits)))
      return { attacks: attempts.length }
    },
    async 'leakTest.stop'({ run }) {
      if (current?.run === run) await stop()
    },
  }
  return { handlers, stop }
}
