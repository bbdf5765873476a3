import { describe, expect, it } from 'vitest'
import { limits } from './limits.ts'
import { parseMessage } from './parse-message.ts'

const CALENDAR = 'BEGIN:VCALENDAR\r\nATTACH:https://a.example/x\r\nEND:VCALENDAR'

/** What of a mail made of these parts is read beside its body. */
function unshown(type: string, ...parts: string[]) {
  const body = parts.map((part) => `--b\r\n${part}\r\n`).join('')
  const message = parseMessage(Buffer.from(`Content-Type: ${type}; boundary=b\r\n\r\n${body}--b--\r\n`))
  return message.unshown.map(({ kind, content }) => `${kind}: ${content}`)
}

const alone = (...lines: string[]) =>
  parseMessage(Buffer.from(lines.join('\r\n'))).unshown.map(({ kind, content }) => `${kind}: ${content}`)

describe('forms of the body that are not shown', () => {
  const text = 'Content-Type: text/plain\r\n\r\nt'
  const amp =
    'Content-Type: text/x-amp-html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<amp-img src=3D"x">'
  const html = 'Content-Type: text/html\r\n\r\n<p>shown'

  it('are AMP, HTML for watches, and HTML that lost to other HTML', () => {
    const watch = 'Content-Type: text/watch-html\r\n\r\n<b>w'
    const lost = 'Content-Type: text/html\r\n\r\n<p>lost'
    expect(unshown('multipart/alternative', text, amp, watch, lost, html)).toEqual([
      'html: <p>lost',
      'html: <amp-img src="x">',
      'html: <b>w',
    ])
  })

  it('are neither the plain text, nor the HTML that is shown, nor HTML that was attached as a file', () => {
    const file = 'Content-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<img src=x>'
    expect(unshown('multipart/alternative', text, html)).toEqual([])
    expect(unshown('multipart/mixed', text, html, file)).toEqual([])
  })
})

describe('calendars and contact cards', () => {
  it.each([
    ['text/calendar; method=REQUEST', 'calendar'],
    ['application/ics; name=invite.ics', 'calendar'],
    ['application/octet-stream; name=invite.ics', 'calendar'],
    ['text/vcard', 'contact'],
    ['text/x-vcard; name=noor.vcf', 'contact'],
    ['application/octet-stream; name="noor.vcf"', 'contact'],
    ['text/directory; profile=vCard', 'contact'],
  ])('%s is read as %s, attached or not', (type, kind) => {
    for (const disposition of ['', '\r\nContent-Disposition: attachment']) {
      expect(unshown('multipart/mixed', `Content-Type: ${type}${disposition}\r\n\r\nBEGIN:X`)).toEqual([
        `${kind}: BEGIN:X`,
      ])
    }
  })

  it.each([
    ['text/csv'],
    ['application/pdf; name=invite.pdf'],
    ['image/png; name=photo.png'],
    ['text/plain; name=readme.txt'],
  ])('%s is left alone', (type) => {
    expect(unshown('multipart/mixed', `Content-Type: ${type}\r\n\r\n${CALENDAR}`)).toEqual([])
  })

  it('is found in base64, and alone in a mail', () => {
    const encoded = Buffer.from(CALENDAR).toString('base64')
    expect(alone('Content-Type: text/calendar', 'Content-Transfer-Encoding: base64', '', encoded)).toEqual([
      `calendar: ${CALENDAR.replaceAll('\r', '')}`,
    ])
  })

  it('is not looked for in a mail that is inside the mail', () => {
    const inner = `Content-Type: text/calendar\r\nContent-Location: https://a.example/\r\n\r\n${CALENDAR}`
    expect(unshown('multipart/mixed', `Content-Type: message/rfc822\r\n\r\n${inner}`)).toEqual([])
  })

  it('is read up to a limit, each and all together, and the mail is no less whole', () => {
    const long = `Content-Type: text/calendar\r\n\r\n${'x'.repeat(limits.unshownPart + 10)}`
    const body = Array.from({ length: 9 }, () => `--b\r\n${long}\r\n`).join('')
    const message = parseMessage(Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${body}--b--`))
    expect(message.unshown.map(({ content }) => content.length)).toEqual(
      Array.from({ length: limits.unshown / limits.unshownPart }, () => limits.unshownPart),
    )
    expect(message.truncated).toBe(false)
  })
})

describe('where a part is said to come from', () => {
  it('is told of every part, with what folding put into the address taken out', () => {
    expect(
      unshown(
        'multipart/related',
        'Content-Type: text/html\r\nContent-Base: http://a.example/\r\n\r\n<p>x',
        'Content-Type: image/png\r\nContent-Location: https://a.example/\r\n very/long.png\r\n\r\nx',
        'Content-Type: image/png\r\nContent-Location:\r\n\r\nx',
      ),
    ).toEqual(['content-location: http://a.example/', 'content-location: https://a.example/very/long.png'])
  })

  it('is told of the mail itself', () => {
    expect(alone('Content-Location: =?utf-8?Q?https=3A//a.example/?=', '', 'x')).toEqual([
      'content-location: https://a.example/',
    ])
  })
})

describe('bodies kept elsewhere', () => {
  it.each([
    ['access-type=URL; URL="https://a.example/x?y=1"', 'https://a.example/x?y=1'],
    ['ACCESS-TYPE=URL; url="https://a.example/very-\r\n long/x"', 'https://a.example/very-long/x'],
    [
      'access-type=anon-ftp; site=ftp.a.example; directory=pub; name="a b.ps"',
      'ftp://ftp.a.example/pub/a b.ps',
    ],
    ['access-type=ftp; site=ftp.a.example; name="/etc/x"', 'ftp://ftp.a.example/etc/x'],
  ])('%s', (params, address) => {
    const part = `Content-Type: message/external-body; ${params}\r\n\r\nContent-Type: image/png\r\n\r\n`
    expect(unshown('multipart/mixed', part)).toEqual([`external-body: ${address}`])
  })

  it.each([
    ['access-type=local-file; name="/u/x.ps"'],
    ['access-type=tftp; site=a.example; name=x'],
    ['access-type=mail-server; server="a@a.example"'],
    ['access-type=anon-ftp; name=x'],
    ['access-type=URL; url=""'],
  ])('%s is nothing that a program would fetch over HTTP or FTP', (params) => {
    const part = `Content-Type: message/external-body; ${params}\r\n\r\nContent-Type: image/png\r\n\r\n`
    expect(unshown('multipart/mixed', part)).toEqual([])
  })

  it('is no other part that has such a parameter', () => {
    expect(unshown('multipart/mixed', 'Content-Type: image/png; url="https://a.example/"\r\n\r\nx')).toEqual(
      [],
    )
  })
})
