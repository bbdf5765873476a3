import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import { type CountingServer, startCountingServer } from '../network/counting-server.ts'
import type { GuardedFetch } from '../network/guarded-fetch.ts'

type LeakTestHandlers = Pick<
  EngineHandlers,
  'leakTest.start' | 'leakTest.hits' | 'leakTest.tryDoor' | 'leakTest.stop'
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

/** The engine's half of the leak test: the server that counts, and the attack on the door. */
export function leakTestProcedures({ fetchPicture }: { fetchPicture: GuardedFetch }): LeakTestHandlers {
  let running: Promise<CountingServer> | undefined

  async function server(): Promise<CountingServer> {
    if (running === undefined) throw new MailError('not-found')
    return running
  }

  return {
    async 'leakTest.start'() {
      running ??= startCountingServer()
      const { port, silentPort } = await running
      return { port, silentPort }
    },
    'leakTest.hits': async () => [...(await server()).hits],
    async 'leakTest.tryDoor'() {
      const { port, silentPort } = await server()
      // Plain http may be refused by the user's setting before the address is looked at; https never is.
      const attempts = OWN_HOSTS.flatMap((host) => [
        `http://${host}:${port}/door`,
        `https://${host}:${silentPort}/door`,
      ])
      const limits = { maxBytes: 1_000, deadlineMs: 5_000 }
      await Promise.allSettled(attempts.map((url) => fetchPicture(url, limits)))
      return { attacks: attempts.length }
    },
    async 'leakTest.stop'() {
      const ended = running
      running = undefined
      await (await ended)?.close()
    },
  }
}
