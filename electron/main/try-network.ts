import type { Session } from 'electron'

const NAMES = ['localhost', 'leak-test.invalid']

/**
 * Wall 4 attacked from inside: the session itself is asked for what no page may get.
 *
 * @param port of a server on this machine.
 * @returns how many ways were tried, and those that led out.
 */
export async function tryNetwork(
  session: Session,
  port: number,
): Promise<{ attacks: number; passed: string[] }> {
  const urls = ['127.0.0.1', 'localhost', '[::1]', 'leak-test.invalid'].flatMap((host) => [
    `http://${host}:${port}/session`,
    `https://${host}:${port}/session`,
  ])
  const attempts: [string, Promise<unknown>][] = [
    ...urls.map((url): [string, Promise<unknown>] => [url, session.fetch(url)]),
    ...NAMES.map((name): [string, Promise<unknown>] => [name, session.resolveHost(name)]),
  ]
  const outcomes = await Promise.allSettled(attempts.map(([, attempt]) => attempt))
  return {
    attacks: attempts.length,
    passed: attempts.filter((_, index) => outcomes[index]?.status === 'fulfilled').map(([way]) => way),
  }
}
