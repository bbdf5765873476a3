import { type FakeCommand, type FakeImap, startFakeImap } from './fake-imap.ts'
import { openTestSession, type TestSession } from './test-session.ts'

export const MAILS = [1, 2, 3, 4, 5].map((uid) => ({
  uid,
  source: `Subject: Mail ${uid}\r\n\r\nText ${uid}\r\n`,
}))

/** A session at a fake server with five mails in its inbox. */
export async function openOnFake(
  misbehave?: (command: FakeCommand) => void,
  { deadlines = { openMs: 5_000, silenceMs: 5_000 }, ...options }: Parameters<typeof openTestSession>[1] = {},
): Promise<TestSession & { fake: FakeImap }> {
  const fake = await startFakeImap(MAILS, misbehave)
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  return { ...openTestSession(server, { deadlines, ...options }), fake }
}

export function isBodyFetch({ name, rest }: FakeCommand): boolean {
  return name === 'UID FETCH' && rest.includes('BODY.PEEK[]')
}

export function isHeaderFetch({ name, rest }: FakeCommand): boolean {
  return name === 'UID FETCH' && rest.includes('ENVELOPE')
}
