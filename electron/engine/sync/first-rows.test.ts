import { expect, test, vi } from 'vitest'
import { type FakeCommand, fetchLine, startFakeImap } from '../testing/fake-imap.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

const MANY = Array.from({ length: 120 }, (_, n) => ({ uid: 2 * n + 1, source: `Subject: ${n}\r\n\r\nText` }))

async function open(misbehave: (command: FakeCommand) => void) {
  const fake = await startFakeImap(MANY, misbehave)
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  return { ...openTestSession(server), fake }
}

const numberOf = ({ subject }: { subject: string }) => Number(subject.slice(5))

test.for([
  ['as asked', '71:*'],
  ['more than was asked for', '1:*'],
])(
  'the newest rows do not wait for the list of all UIDs, and none is fetched twice (%s)',
  async ([, given = '']) => {
    const searched = Promise.withResolvers<() => void>()
    const { session, rows, fake } = await open(({ name, rest, tag, send, answer }) => {
      if (name === 'UID SEARCH') searched.resolve(answer)
      else if (name === 'FETCH') {
        const asked = rest.replace(/^\S+/, given)
        send(`${MANY.map((mail, n) => fetchLine(mail, n + 1, asked, n + 1)).join('')}${tag} OK done\r\n`)
      } else answer()
    })
    const sync = session.sync()
    const answer = await searched.promise
    const first = rows().map(numberOf)
    expect(first).toHaveLength(50)
    answer()
    await sync
    expect(rows()).toHaveLength(120)
    const sets = fake.heard.flatMap((line) => / FETCH (\S+) .*ENVELOPE/.exec(line)?.[1] ?? [])
    const others = MANY.map(({ uid }) => uid).filter((uid) => !first.includes(uid))
    expect(sets).toEqual(['71:*', others.join()])
  },
)
