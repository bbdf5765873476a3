import { expect, test, vi } from 'vitest'
import { listAccounts } from '../store/accounts.ts'
import { saveKeepDays } from '../store/offline.ts'
import { type FakeMessage, fetchLine, startFakeImap } from '../testing/fake-imap.ts'
import { MAILS, openOnFake } from '../testing/fake-session.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

test('a folder that is listed twice keeps its role', async () => {
  const { session, folders } = await openOnFake((command) => {
    const { name, rest, tag, send, answer } = command
    if (name !== 'LIST' || rest.endsWith('""')) return answer()
    const lines = ['INBOX', 'Inbox', 'Sent', 'Sent'].map((path) => `* LIST () "/" ${path}\r\n`)
    send(`${lines.join('')}${tag} OK done\r\n`)
  })
  await session.sync().catch(() => {})
  expect(folders().map(({ path, role }) => [path, role])).toEqual([
    ['INBOX', 'inbox'],
    ['Sent', 'sent'],
  ])
})

test('a folder that was made anew and is empty is said to be another', async () => {
  let era = 7
  const { session, events, folder } = await openOnFake(({ name, tag, send, answer }) => {
    if (name === 'EXAMINE' && era > 7) {
      send(`* 0 EXISTS\r\n* OK [UIDVALIDITY ${era}] ok\r\n* OK [UIDNEXT 1] ok\r\n${tag} OK done\r\n`)
    } else answer()
  })
  await session.sync()
  const before = events.length
  era = 8
  await session.sync()
  expect(folder('INBOX').total).toBe(0)
  expect(events.slice(before).map(([name]) => name)).toContain('folder.changed')
})

test('mod-sequence 0 is none', async () => {
  let flags = ''
  const { session, rows } = await openOnFake((command) => {
    const { name, rest, tag, send, answer } = command
    if (name === 'EXAMINE') {
      const codes = ['UIDVALIDITY 7', 'UIDNEXT 6', 'HIGHESTMODSEQ 0']
      send(`* 5 EXISTS\r\n${codes.map((code) => `* OK [${code}] ok\r\n`).join('')}${tag} OK done\r\n`)
    } else if (name === 'UID FETCH' && !rest.includes('ENVELOPE') && rest.includes('FLAGS')) {
      const lines = MAILS.map((mail, n) => fetchLine(mail, n + 1, rest))
      send(`${lines.join('').replaceAll('FLAGS ()', `FLAGS (${flags})`)}${tag} OK done\r\n`)
    } else answer()
  })
  await session.sync()
  flags = '\\Flagged'
  await session.sync()
  expect(rows().every(({ flagged }) => flagged)).toBe(true)
})

test('a mail opens though its folder has just got another name', async () => {
  const folders: Record<string, readonly FakeMessage[]> = { INBOX: [], Work: MAILS }
  const fake = await startFakeImap(folders)
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  const { session, rows, store } = openTestSession(server)
  for (const { id } of listAccounts(store.read)) store.write((db) => saveKeepDays(db, id, 30))
  await session.sync()
  const [row] = rows('Work')
  if (row === undefined) throw new Error('no mail')
  folders['Jobs'] = MAILS
  delete folders['Work']
  await session.openBody(row.id)
  expect(rows('Jobs').find(({ subject }) => subject === row.subject)?.bodyState).toBe('ready')
})
