import { expect, test, vi } from 'vitest'
import { fetchLine } from '../testing/fake-imap.ts'
import { MAILS, openOnFake } from '../testing/fake-session.ts'

vi.setConfig({ testTimeout: 30_000 })

test('a server that answers for so many mails at once (MESSAGELIMIT, RFC 9738) hides no older ones', async () => {
  const LIMIT = 3
  let present = MAILS.slice(0, 3)
  const { session, rows } = await openOnFake((command) => {
    const { name, rest, tag, send, answer } = command
    if (name === 'CAPABILITY' || name === 'LOGIN') {
      return send(`* CAPABILITY IMAP4rev1 MESSAGELIMIT=${LIMIT}\r\n${tag} OK done\r\n`)
    }
    if (name === 'EXAMINE') {
      const next = `* OK [UIDNEXT ${(present.at(-1)?.uid ?? 0) + 1}] ok\r\n`
      send(`* ${present.length} EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n${next}${tag} OK done\r\n`)
    } else if (name === 'UID SEARCH') {
      const [, to] = /UID 1:(\d+)/.exec(rest) ?? []
      const all = present.map(({ uid }) => uid).filter((uid) => to === undefined || uid <= Number(to))
      const some = all.slice(-LIMIT)
      const code = some.length < all.length ? `[MESSAGELIMIT ${LIMIT} ${some[0]}] ` : ''
      send(`* SEARCH ${some.join(' ')}\r\n${tag} OK ${code}done\r\n`)
    } else if (name === 'UID FETCH') {
      const lines = present.map((one, n) => fetchLine(one, n + 1, rest)).filter((line) => line !== '')
      const some = lines.slice(-LIMIT)
      const code = some.length < lines.length ? `[MESSAGELIMIT ${LIMIT} 1] ` : ''
      send(`${some.join('')}${tag} OK ${code}done\r\n`)
    } else answer()
  })
  const subjects = () =>
    rows()
      .map(({ subject }) => subject)
      .sort()
  await session.sync()
  expect(subjects()).toEqual(['Mail 1', 'Mail 2', 'Mail 3'])
  present = MAILS.slice(0, 4)
  await session.sync()
  await session.sync()
  expect(subjects()).toEqual(['Mail 1', 'Mail 2', 'Mail 3', 'Mail 4'])
})
