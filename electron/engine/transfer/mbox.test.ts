import { expect, test } from 'vitest'
import type { FiledMail } from './mail-file.ts'
import { readMbox } from './read-mbox.ts'
import { type MboxDialect, toMbox } from './write-mbox.ts'

const LARGEST = 1_000_000
const dialects: MboxDialect[] = ['mboxo', 'mboxrd', 'mboxcl', 'mboxcl2']

async function* inPieces(file: Buffer, size: number) {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size)
}

async function read(file: Buffer | string, size = 7, largest = LARGEST): Promise<(FiledMail | null)[]> {
  const mails: (FiledMail | null)[] = []
  for await (const mail of readMbox(inPieces(Buffer.from(file), size), largest)) mails.push(mail)
  return mails
}

const mail = (body: string, changes: Partial<FiledMail> = {}): FiledMail => ({
  source: Buffer.from(`Subject: Figs\r\nFrom: Mona <mona@example.org>\r\n\r\n${body}`),
  receivedAt: Date.UTC(2026, 10, 3, 9, 5),
  flags: [],
  ...changes,
})

test.each(dialects)(
  'what is written as %s is read again byte for byte, with date and flags',
  async (dialect) => {
    const mails = [
      mail('Dear all,\r\nFrom here on it is downhill.\r\n\r\nFrom me\r\n', {
        flags: ['\\Seen', '\\Flagged'],
      }),
      mail('\r\n\r\n', { flags: ['\\Answered'] }),
      mail('عُروض\r\n', { flags: ['\\Seen', '\\Answered', '\\Flagged', '\\Draft'] }),
    ]
    const file = Buffer.concat(mails.map((one) => toMbox(one, dialect)))
    for (const size of [1, 5, 64, 100_000]) {
      const found = await read(file, size)
      expect(found.map((one) => one?.source.toString())).toEqual(mails.map(({ source }) => source.toString()))
      expect(found.map((one) => one?.receivedAt)).toEqual(mails.map(({ receivedAt }) => receivedAt))
      expect(found.map((one) => one?.flags.toSorted())).toEqual(mails.map(({ flags }) => flags.toSorted()))
    }
  },
)

test('only mboxrd and mboxcl2 keep a line that was quoted before', async () => {
  const quoted = mail('>From a reply\r\n>>From its reply\r\n')
  for (const dialect of ['mboxrd', 'mboxcl2'] as const) {
    expect((await read(toMbox(quoted, dialect)))[0]?.source.toString(), dialect).toBe(
      quoted.source.toString(),
    )
  }
})

test('a file of another program that quotes nothing shows it by the first line that is not quoted', async () => {
  const box = [mail('From the top\r\n'), mail('>From a reply\r\n')].map((one) =>
    toMbox(one, 'mboxcl2').toString().replace('@mboxcl2.invalid', ''),
  )
  const found = await read(box.join(''))
  expect(found.map((one) => one?.source.toString().split('\r\n\r\n')[1])).toEqual([
    'From the top\r\n',
    '>From a reply\r\n',
  ])
})

test('a file of Thunderbird gives flags, and not what was deleted before it was compacted', async () => {
  const one = (status: string, name: string) =>
    `From - Tue Nov 03 09:05:00 2026\nX-Mozilla-Status: ${status}\nX-Mozilla-Status2: 00000000\nX-Mozilla-Keys: \nSubject: ${name}\n\nbody\n\n`
  const found = await read(one('0005', 'starred') + one('0009', 'deleted') + one('0002', 'answered'))
  expect(found.map((mail) => [mail?.source.toString(), mail?.flags])).toEqual([
    ['Subject: starred\r\n\r\nbody\r\n', ['\\Seen', '\\Flagged']],
    ['Subject: answered\r\n\r\nbody\r\n', ['\\Answered']],
  ])
})

test('a folded header of the file goes whole, and spoils none before it', async () => {
  const file = 'From - Tue Nov 03 09:05:00 2026\nSubject: x\nStatus: R\n O\nTo: a@b.example\n\nbody\n\n'
  expect((await read(file))[0]?.source.toString()).toBe('Subject: x\r\nTo: a@b.example\r\n\r\nbody\r\n')
})

test('a Content-Length that lies costs no mail', async () => {
  const one = (length: string, body: string) =>
    `From a Tue Nov  3 09:05:00 2026\nContent-Length: ${length}\nSubject: x\n\n${body}\n\n`
  for (const length of ['0', '3', '999999', '99999999999999', '-1', 'x']) {
    const found = await read(one(length, 'first') + one(length, 'second'))
    expect(found.map((mail) => mail?.source.toString().split('\r\n\r\n')[1]?.trim())).toEqual([
      'first',
      'second',
    ])
  }
})

test.each([
  ['From mona@example.org Tue Nov  3 09:05:00 2026', Date.UTC(2026, 10, 3, 9, 5)],
  ['From - Tue Nov 03 09:05:00 2026', Date.UTC(2026, 10, 3, 9, 5)],
  ['From 123@xxx Tue Nov 03 09:05:00 +0100 2026', Date.UTC(2026, 10, 3, 8, 5)],
  ['From mona Tue Nov  3 09:05:00 2026 -0500', Date.UTC(2026, 10, 3, 14, 5)],
  ['From mona', null],
])('%s says when it came', async (line, time) => {
  expect((await read(`${line}\nSubject: x\n\nbody\n`))[0]?.receivedAt).toBe(time)
})

test.each(dialects)(
  'a line among the headers that looks like a separator parts no mail as %s',
  async (dialect) => {
    const source = 'Received: x\r\nFrom evil Tue Nov  3 09:05:00 2026\r\nFrom: a@example.org\r\n\r\nbody\r\n'
    const file = toMbox({ source: Buffer.from(source), receivedAt: 0, flags: [] }, dialect)
    expect((await read(file)).map((one) => String(one?.source))).toEqual([source])
  },
)

test('a file of a later Thunderbird has CRLF, and its dates in the headers alone', async () => {
  const one = [
    ...['From ', 'X-Mozilla-Status: 0001', 'X-Mozilla-Status2: 00000000'],
    ...['Received: from a by b; Mon, 6 May 2024 07:08:09 +0000', 'Date: Mon, 6 May 2024 07:00:00 +0000'],
    ...['Subject: x', '', 'body', '', ''],
  ].join('\r\n')
  const found = await read(one + one)
  expect(found.map((mail) => mail?.receivedAt)).toEqual(Array(2).fill(Date.UTC(2024, 4, 6, 7, 8, 9)))
  expect(String(found[0]?.source)).toMatch(/^Received: .*\r\nDate: .*\r\nSubject: x\r\n\r\nbody\r\n$/)
})

test('a mail that is too large is passed over, and the next one is not', async () => {
  const small = toMbox(mail('small\r\n'), 'mboxrd')
  const large = toMbox(mail(`${'x'.repeat(70)}\r\n`.repeat(100)), 'mboxrd')
  const found = await read(Buffer.concat([small, large, small]), 50, 2_000)
  expect(found.map((one) => one?.source.length ?? null)).toEqual([
    expect.any(Number),
    null,
    expect.any(Number),
  ])
})

test('a file that is none has no mails that could do harm', async () => {
  expect(await read('')).toEqual([])
  expect((await read('\0\0\0not a mail')).length).toBeLessThanOrEqual(1)
})
