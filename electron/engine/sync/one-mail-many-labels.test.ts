import { expect, test } from 'vitest'
import { type FakeCommand, startFakeImap } from '../testing/fake-imap.ts'
import { openTestSession } from '../testing/test-session.ts'

const LABELS = ['INBOX', ...Array.from({ length: 9 }, (_, n) => `Label${n + 1}`)]
const source = 'Subject: In ten labels\r\n\r\nText'

/** One mail of ten labels, without a Message-ID and with another time of receipt in each. */
function inTenLabels(capability: string, idItem: (label: number) => string) {
  const chosen = new WeakMap<object, number>()
  return ({ name, rest, tag, send, socket, answer }: FakeCommand) => {
    const label = chosen.get(socket) ?? 0
    switch (name) {
      case 'CAPABILITY':
      case 'LOGIN':
        return send(`* CAPABILITY IMAP4rev1 ${capability}\r\n${tag} OK done\r\n`)
      case 'LIST': {
        const lines = LABELS.map((path) => `* LIST (\\HasNoChildren) "/" ${path}\r\n`)
        return send(`${rest.endsWith('""') ? '' : lines.join('')}${tag} OK done\r\n`)
      }
      case 'EXAMINE':
        chosen.set(socket, LABELS.indexOf(rest.split(' ')[0] ?? ''))
        return send(`* 1 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 2] ok\r\n${tag} OK done\r\n`)
      case 'UID SEARCH':
        return send(`* SEARCH 1\r\n${tag} OK done\r\n`)
      case 'UID FETCH': {
        const date = `INTERNALDATE "0${(label % 9) + 1}-Jan-2024 00:00:00 +0000"`
        const items = `UID 1 FLAGS () ${date} RFC822.SIZE ${source.length} ${idItem(label)}`
        const body = rest.includes('BODY.PEEK[]') ? ` BODY[] {${source.length}}\r\n${source}` : ''
        return send(`* 1 FETCH (${items}${body})\r\n${tag} OK done\r\n`)
      }
      default:
        return answer()
    }
  }
}

async function sync(misbehave: (command: FakeCommand) => void) {
  const fake = await startFakeImap([], misbehave)
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'a', pin: null }
  const { session, rows } = openTestSession(server)
  await session.sync()
  const ids = new Set(LABELS.map((label) => rows(label)[0]?.id))
  return { ids, fetches: fake.heard.filter((line) => line.includes('BODY.PEEK[]')).length }
}

test.each([
  ['X-GM-EXT-1', () => 'X-GM-MSGID 1278455344230334865'],
  ['OBJECTID', () => 'EMAILID (M6d99ac3275bb4e)'],
])('a mail in ten labels is kept once and fetched once (%s)', async (capability, idItem) => {
  const { ids, fetches } = await sync(inTenLabels(capability, idItem))
  expect([ids.size, fetches]).toEqual([1, 1])
})

test('mails with other ids are other mails', async () => {
  const { ids } = await sync(inTenLabels('OBJECTID', (label) => `EMAILID (M${label})`))
  expect(ids.size).toBe(10)
})
