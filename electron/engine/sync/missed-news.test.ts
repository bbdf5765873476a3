import type { Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { listAccounts } from '../store/accounts.ts'
import { saveKeepDays } from '../store/offline.ts'
import { fetchLine } from '../testing/fake-imap.ts'
import { MAILS, openOnFake } from '../testing/fake-session.ts'

vi.setConfig({ testTimeout: 30_000 })

test('news that could not be looked at when they came are looked at a little later', async () => {
  let present = MAILS.slice(0, 4)
  let refusals = 0
  let tell = () => {}
  const listening = Promise.withResolvers<void>()
  const { session, rows } = await openOnFake(
    (command) => {
      const { name, rest, tag, send, answer } = command
      const status = `UIDVALIDITY 7 UIDNEXT ${(present.at(-1)?.uid ?? 0) + 1} HIGHESTMODSEQ ${present.length}`
      if (name === 'CAPABILITY' || (name === 'LOGIN' && refusals === 0)) {
        send(`* CAPABILITY IMAP4rev1 IDLE ENABLE CONDSTORE LIST-STATUS\r\n${tag} OK done\r\n`)
      } else if (name === 'LOGIN') {
        refusals -= 1
        send(`${tag} NO [UNAVAILABLE] for a moment\r\n`)
      } else if (name === 'ENABLE') send(`* ENABLED CONDSTORE\r\n${tag} OK done\r\n`)
      else if (name === 'LIST' && !rest.endsWith('""')) {
        send(
          `* LIST () "/" INBOX\r\n* STATUS INBOX (MESSAGES ${present.length} ${status})\r\n${tag} OK done\r\n`,
        )
      } else if (name === 'EXAMINE') {
        const codes = status.match(/\S+ \d+/g) ?? []
        send(
          `* ${present.length} EXISTS\r\n${codes.map((one) => `* OK [${one}] ok\r\n`).join('')}${tag} OK done\r\n`,
        )
      } else if (name === 'UID SEARCH') {
        send(`* SEARCH ${present.map(({ uid }) => uid).join(' ')}\r\n${tag} OK done\r\n`)
      } else if (name === 'UID FETCH') {
        send(`${present.map((one, n) => fetchLine(one, n + 1, rest)).join('')}${tag} OK done\r\n`)
      } else if (name === 'IDLE') {
        send('+ idling\r\n')
        tell = () => send(`* ${present.length} EXISTS\r\n`)
        listening.resolve()
        ended = () => send(`${tag} OK done\r\n`)
      } else if (/^DONE/.test(`${tag}`) || name === '') ended()
      else answer()
    },
    { pollEveryMs: 300 },
  )
  let ended = () => {}
  session.keepCurrent()
  await listening.promise
  expect(rows()).toHaveLength(4)
  // Its connection for looking is new: the others were closed with the sync.
  present = MAILS
  refusals = 1
  tell()
  await vi.waitFor(() => expect(rows()).toHaveLength(5), 5_000)
})

test('a mail that is opened while the listener connects does not wait for it to end', async () => {
  const open = new Set<Socket>()
  const connecting = Promise.withResolvers<void>()
  let isListening = false
  const { session, rows, store } = await openOnFake((command) => {
    const { name, tag, send, socket, answer } = command
    if (name === 'EXAMINE') {
      return send(`* 5 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 6] ok\r\n${tag} OK done\r\n`)
    }
    if (name !== 'LOGIN') return answer()
    if (open.size > 0) return send(`${tag} NO [LIMIT] one connection is enough\r\n`)
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    if (!isListening) return answer()
    // A login takes its time.
    connecting.resolve()
    isListening = false
    setTimeout(answer, 300)
  })
  for (const { id } of listAccounts(store.read)) store.write((db) => saveKeepDays(db, id, 30))
  await session.sync()
  isListening = true
  session.keepCurrent()
  await connecting.promise
  const [row] = rows()
  if (row === undefined) throw new Error('no mail')
  await session.openBody(row.id)
  expect(rows().find(({ id }) => id === row.id)?.bodyState).toBe('ready')
})
