import { expect, test, vi } from 'vitest'
import { sql } from '../store/sql.ts'
import type { FakeCommand } from '../testing/fake-imap.ts'
import { isHeaderFetch, openOnFake as open } from '../testing/fake-session.ts'

vi.setConfig({ testTimeout: 30_000 })

const HALVES: [what: string, isAsked: (command: FakeCommand) => boolean, half: (tag: string) => string][] = [
  [
    'LIST',
    ({ name, rest }) => name === 'LIST' && !rest.endsWith('""'),
    () => '* LIST () "/" INBOX\r\n* LIST () "/" "Wo',
  ],
  ['tagged answer to LIST', ({ name }) => name === 'LIST', (tag) => `* LIST () "/" INBOX\r\n${tag} O`],
  [
    'tagged answer to EXAMINE',
    ({ name }) => name === 'EXAMINE',
    (tag) => `* 0 EXISTS\r\n* OK [UIDVALIDITY 8] ok\r\n${tag} OK [READ-`,
  ],
  ['answer to SEARCH', ({ name }) => name === 'UID SEARCH', () => '* SEARCH 1 2'],
  ['header', isHeaderFetch, () => '* 1 FETCH (UID 1 FLAGS () ENVELOPE ("Mon, 1 Jan'],
]
for (const [ends, code] of [
  ['ends there', 'connection-lost'],
  ['falls silent', 'timed-out'],
] as const) {
  test.each(HALVES)(
    `half a %s, and the server ${ends}: nothing is lost, and all comes the next time`,
    async (_, isAsked, half) => {
      let broken = false
      const deadlines = { openMs: 5_000, silenceMs: 300 }
      const opened = await open(
        (command) => {
          if (!broken || !isAsked(command)) return command.answer()
          command.send(half(command.tag))
          if (ends === 'ends there') command.socket.end()
        },
        { deadlines },
      )
      const { session, rows } = opened
      await session.sync()
      broken = true
      // What is known must not keep the server from being asked.
      opened.store.write((db) => db.run(sql`UPDATE folders SET uid_next = NULL`))
      opened.store.write((db) => db.run(sql`DELETE FROM placements WHERE uid = 5`))
      await expect(session.sync()).rejects.toMatchObject({ code })
      expect(rows()).toHaveLength(4)
      broken = false
      await session.sync()
      expect(rows().map(({ bodyState }) => bodyState)).toEqual(Array(5).fill('ready'))
    },
  )
}
