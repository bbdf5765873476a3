import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { type AddressObject, simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { limits } from './limits.ts'
import { type ParsedMessage, parseMessage } from './parse-message.ts'

const parse = (...lines: string[]) => parseMessage(Buffer.from(lines.join('\r\n')))

const EMPTY: ParsedMessage = {
  headers: [],
  subject: '',
  from: { name: '', address: '' },
  to: [],
  cc: [],
  replyTo: [],
  messageId: null,
  inReplyTo: null,
  references: [],
  listId: null,
  authentication: { author: null, list: null, authservId: null, dmarc: null, dkim: [], receivedBy: null },
  date: null,
  parts: [],
  unshown: [],
  attachments: [],
  text: '',
  snippet: '',
  truncated: false,
}

describe('parseMessage', () => {
  it('reads a whole newsletter', () => {
    const message = parse(
      'From: =?utf-8?Q?Caf=C3=A9?= <news@cafe.example>',
      'To: Noor <noor@haddad.example>',
      'Cc: a@x.example, b@x.example',
      'Reply-To: reply@cafe.example',
      'Subject: =?utf-8?B?R3LDvMOfZQ==?=',
      ' from the =?utf-8?Q?caf=C3=A9?=',
      'Date: Tue, 3 Jun 2025 10:00:00 +0200',
      'Message-ID: <3@cafe.example>',
      'In-Reply-To: Your message of Monday <2@cafe.example>',
      'References: <1@cafe.example> <2@cafe.example> <2@cafe.example>',
      'List-ID: Our news <news.cafe.example>',
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Fresh beans',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p>Fresh <b>beans</b> =E2=98=95</p>',
      '--b--',
    )
    const { headers, ...rest } = message
    expect(rest).toEqual({
      subject: 'Grüße from the café',
      from: { name: 'Café', address: 'news@cafe.example' },
      to: [{ name: 'Noor', address: 'noor@haddad.example' }],
      cc: [
        { name: '', address: 'a@x.example' },
        { name: '', address: 'b@x.example' },
      ],
      replyTo: [{ name: '', address: 'reply@cafe.example' }],
      messageId: '<3@cafe.example>',
      inReplyTo: '<2@cafe.example>',
      references: ['<1@cafe.example>', '<2@cafe.example>'],
      listId: 'news.cafe.example',
      authentication: {
        author: 'news@cafe.example',
        list: 'news.cafe.example',
        authservId: null,
        dmarc: null,
        dkim: [],
        receivedBy: null,
      },
      date: Date.UTC(2025, 5, 3, 8),
      parts: [{ kind: 'html', content: '<p>Fresh <b>beans</b> ☕</p>' }],
      unshown: [],
      attachments: [],
      text: expect.stringMatching(/Fresh\s+beans\s+☕/),
      snippet: 'Fresh beans ☕',
      truncated: false,
    })
    expect(headers.map((header) => header.name).slice(0, 3)).toEqual(['from', 'to', 'cc'])
    expect(headers.find((header) => header.name === 'subject')?.value).toBe('Grüße from the café')
  })

  it('makes an empty message of an empty mail', () => {
    expect(parseMessage(new Uint8Array())).toEqual(EMPTY)
    expect(parse('', '', '')).toEqual(EMPTY)
  })

  it('shows a mail without headers', () => {
    expect(parse('Just words.', 'And more.').parts).toEqual([
      { kind: 'text', content: 'Just words.\nAnd more.' },
    ])
  })

  it('reads a view into a larger buffer', () => {
    const whole = Buffer.from('XXXXSubject: s\n\nbodyXXXX')
    const view = new Uint8Array(whole.buffer, whole.byteOffset + 4, whole.length - 8)
    expect(parseMessage(view)).toMatchObject({ subject: 's', text: 'body' })
  })

  it('lets no header end a line', () => {
    const { headers, subject } = parse('Subject: =?utf-8?Q?a=0D=0ABcc:_b=00?=', '', '')
    expect(subject).toBe('aBcc: b')
    expect(headers[0]?.value).toBe('aBcc: b')
  })

  it('falls back to Sender where From is missing', () => {
    expect(parse('Sender: s@x.example', '', '').from).toEqual({ name: '', address: 's@x.example' })
  })

  it('keeps the root and the latest of a long thread', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `<${index}@x>`)
    const { references } = parse(`References: ${ids.join('\r\n ')}`, '', '')
    expect(references).toHaveLength(limits.references)
    expect([references[0], references.at(-1)]).toEqual(['<0@x>', '<999@x>'])
  })
})

describe('parseMessage against hostile mail', () => {
  // A quadratic step anywhere would not end within these tests' time.
  const fill = (unit: string, bytes: number) => Buffer.alloc(bytes, unit, 'latin1')
  const withBody = (headers: string, body: Buffer) => Buffer.concat([Buffer.from(`${headers}\n\n`), body])

  it.each([
    ['text', 'Content-Type: text/plain', 'hello world\n'],
    ['format=flowed', 'Content-Type: text/plain; format=flowed', 'soft \n'],
    ['HTML', 'Content-Type: text/html', '<p>hello <b>x</b></p>'],
    ['less-than signs', 'Content-Type: text/html', '<'],
    ['quoted-printable', 'Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable', '=3D=\n= '],
    ['base64', 'Content-Type: text/plain\nContent-Transfer-Encoding: base64', 'aGVsbG8gd29ybGQK\n'],
    ['an unknown charset', 'Content-Type: text/plain; charset=klingon', '\xff'],
    ['broken UTF-8', 'Content-Type: text/plain; charset=utf-8', '\xc3'],
    ['broken ISO-2022-JP', 'Content-Type: text/plain; charset=iso-2022-jp', '\x1b$B$'],
  ])('shows the beginning of 50 MB of %s', { timeout: 60_000 }, (_name, headers, unit) => {
    const message = parseMessage(withBody(`Subject: s\n${headers}`, fill(unit, 50_000_000)))
    expect(message).toMatchObject({ subject: 's', truncated: true })
    expect(message.parts).toHaveLength(1)
    expect(message.parts[0]?.content.length).toBeLessThanOrEqual(limits.textPart)
    expect(message.text.length).toBeLessThanOrEqual(limits.searchText)
  })

  it('does not decode 50 MB of attachment, nor call a mail truncated that is only large', () => {
    const headers = 'Subject: s\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64'
    const { attachments, truncated } = parseMessage(
      withBody(headers, fill(`${'A'.repeat(76)}\n`, 50_050_000)),
    )
    expect(attachments).toMatchObject([{ filename: 'a.zip', size: 37_050_000 }])
    expect(truncated).toBe(false)
  })

  it('reads 50 MB of NUL bytes, of line breaks, of blanks and of colons', { timeout: 60_000 }, () => {
    for (const unit of ['\0', '\n', '\r', ' ', ':', 'a:\n']) {
      expect(parseMessage(fill(unit, 50_000_000)).subject).toBe('')
    }
  })

  it('shows headers and says so where 10,000 parts are nested', () => {
    const levels = Array.from(
      { length: 10_000 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
    )
    const message = parseMessage(Buffer.from(`Subject: s\n${levels.join('')}\nhello`))
    expect(message).toMatchObject({
      subject: 's',
      truncated: true,
      parts: [],
      attachments: [{ encoding: 'none' }],
    })
  })

  it.each(['Subject', 'From', 'To', 'References', 'Message-ID', 'List-ID', 'Date', 'Content-Type', 'X-Any'])(
    'reads a %s header of 10 MB, whatever it holds',
    { timeout: 60_000 },
    (name) => {
      for (const unit of [
        'x',
        'a@b, ',
        '<',
        '(',
        '"',
        '=?',
        '=?utf-8?q?a?= ',
        '=?utf-8?b?YQ==?=\n ',
        'Re: ',
        '[',
        ';a=',
      ]) {
        const message = parseMessage(
          withBody(`${name}: ${unit.repeat(10_000_000 / unit.length)}`, Buffer.from('body')),
        )
        expect(message).toMatchObject({ text: 'body', truncated: true })
        expect(message.subject.length).toBeLessThanOrEqual(limits.line)
      }
    },
  )

  it('never throws on bytes, nor on the alphabet of mail in any order', { timeout: 60_000 }, () => {
    const tokens = fc.constantFrom(
      ...[
        '\r\n',
        '\n',
        '\r',
        ' ',
        '\t',
        '--b',
        '--',
        'b',
        '\0',
        '\xff',
        '=',
        '=?utf-8?q?',
        '?=',
        '"',
        '(',
        ';',
        '<',
        '>',
      ],
      ...[
        'Content-Type: multipart/mixed; boundary=b',
        'Content-Type: text/html; charset=',
        'utf-16',
        'multipart/',
      ],
      ...[
        'Content-Transfer-Encoding: base64',
        'quoted-printable',
        'Subject: ',
        'From: ',
        'filename*0*=',
        'message/rfc822',
      ],
    )
    const mails = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }),
      fc.array(tokens, { maxLength: 60 }).map((list) => Buffer.from(list.join(''), 'latin1')),
    )
    fc.assert(
      fc.property(mails, (source) => {
        const message = parseMessage(source)
        for (const { start, end } of message.attachments) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(source.length)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})

/** mailparser as oracle: what both should see alike in honest mail (docs/decisions/001). */
describe('parseMessage beside mailparser, on the mails of our own corpus', () => {
  const corpus = new URL('../testing/corpus/', import.meta.url)
  const names = readdirSync(corpus).filter((name) => name.endsWith('.eml'))

  function mailboxes(field: AddressObject | AddressObject[] | undefined) {
    const all = field === undefined ? [] : [field].flat()
    return all.flatMap(({ value }) => value.map(({ name, address }) => ({ name, address: address ?? '' })))
  }

  it.each(names)('%s', async (name) => {
    const source = readFileSync(new URL(name, corpus))
    const ours = parseMessage(source)
    const theirs = await simpleParser(source, {
      skipTextToHtml: true,
      skipImageLinks: true,
      skipTextLinks: true,
    })
    expect(ours.subject).toBe(theirs.subject?.replace(/\s+/g, ' ').trim() ?? '')
    expect(ours.from).toEqual(mailboxes(theirs.from)[0])
    expect(ours.to).toEqual(mailboxes(theirs.to))
    expect(ours.messageId).toBe(theirs.messageId ?? null)
    expect(ours.date).toBe(theirs.date?.getTime() ?? null)
    expect(
      ours.attachments.map(({ mediaType, size, contentId }) => ({ mediaType, size, contentId })),
    ).toEqual(
      theirs.attachments.map(({ contentType, size, cid }) => ({
        mediaType: contentType,
        size,
        contentId: cid ?? null,
      })),
    )
    const html = ours.parts.filter((part) => part.kind === 'html').map((part) => part.content)
    if (html.length === 1) expect(html[0]?.trim() === (theirs.html || '').trim()).toBe(true)
  })
})
