import { expect, test } from 'vitest'
import { parseMessage } from '../parse/parse-message.ts'
import { importMails } from './import-mails.ts'
import type { FiledMail } from './mail-file.ts'

async function imported(...sources: string[]): Promise<Buffer[]> {
  const appended: Buffer[] = []
  async function* mails(): AsyncGenerator<FiledMail> {
    for (const source of sources) yield { source: Buffer.from(source), receivedAt: null, flags: [] }
  }
  await importMails(
    { total: 0, mails },
    {
      isKnown: () => false,
      append: async ({ source }) => void appended.push(source),
      signal: new AbortController().signal,
      report() {},
    },
  )
  return appended
}

const FROM = 'From: Nora <nora@news.example>\r\n'
const CLAIM = 'Authentication-Results: mx.example.org; dmarc=pass header.from=news.example\r\n'

test.each(['', 'X-First: 1\r\n'])(
  'nobody vouches for a mail from a file that says who does: %j',
  async (first) => {
    const [source = Buffer.of()] = await imported(`${first}${CLAIM}${FROM}\r\nHello\r\n`)
    expect(source.toString().endsWith(`${first}${CLAIM}${FROM}\r\nHello\r\n`)).toBe(true)
    const { authentication, from } = parseMessage(source)
    expect(from.address).toBe('nora@news.example')
    expect(authentication).toMatchObject({ authservId: 'imported.invalid', dmarc: null, dkim: [] })
    const [again] = await imported(String(source))
    expect(again).toEqual(source)
  },
)

test('any other mail from a file stays as it is, byte for byte', async () => {
  const source = `${FROM}Subject: x\r\n\r\n${CLAIM}\r\n`
  expect(String(await imported(source))).toBe(source)
})
