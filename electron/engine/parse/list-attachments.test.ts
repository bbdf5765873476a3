import { describe, expect, it } from 'vitest'
import { parseMessage } from './parse-message.ts'

/** A related mail of one HTML part and others, each given by its header lines and body. */
function attachmentsOf(html: string, ...others: string[]) {
  const parts = [`Content-Type: text/html\r\n\r\n${html}`, ...others].map((part) => `--b\r\n${part}\r\n`)
  const source = `Content-Type: multipart/related; boundary=b\r\n\r\n${parts.join('')}--b--`
  return parseMessage(Buffer.from(source)).attachments
}

describe('listAttachments', () => {
  it('tells the pictures the body shows from those it does not', () => {
    const picture = (id: string) => `Content-Type: image/png\r\nContent-ID: <${id}>\r\n\r\nPNG`
    const [shown, escaped, unshown] = attachmentsOf(
      '<img src="cid:a@x"><td background=CID:b%2Bc@x>',
      picture('a@x'),
      picture('b+c@x'),
      picture('c@x'),
    )
    expect(shown).toMatchObject({ contentId: 'a@x', inline: true })
    expect(escaped).toMatchObject({ contentId: 'b+c@x', inline: true })
    expect(unshown).toMatchObject({ contentId: 'c@x', inline: false })
  })

  it('lists a picture with a content-id nobody refers to, so that none is lost', () => {
    const [picture] = attachmentsOf(
      'no picture',
      'Content-Type: image/png\r\nContent-ID: <a>\r\nContent-Disposition: inline; filename=a.png\r\n\r\nPNG',
    )
    expect(picture).toMatchObject({ filename: 'a.png', inline: false })
  })

  it('gives a name to what came without', () => {
    const names = attachmentsOf(
      '',
      'Content-Type: message/rfc822\r\n\r\nX: 1\r\nSubject: =?utf-8?Q?Re:_Gr=C3=BC=C3=9Fe_/_1?=\r\n\r\nbody',
      'Content-Type: text/calendar\r\n\r\nBEGIN',
      'Content-Type: image/jpeg\r\n\r\nJPG',
      'Content-Type: application/x-nobody-knows\r\n\r\n?',
      'Content-Type: message/delivery-status\r\n\r\n?',
    ).map((attachment) => attachment.filename)
    expect(names).toEqual(['Re: Grüße - 1.eml', 'part-2.ics', 'part-3.jpeg', 'part-4.bin', 'part-5.txt'])
  })

  it('ends on HTML of nothing but content-ids', { timeout: 60_000 }, () => {
    const list = attachmentsOf(
      'cid:'.repeat(2_000_000),
      'Content-Type: image/png\r\nContent-ID: <a>\r\n\r\nPNG',
    )
    expect(list).toMatchObject([{ inline: false }])
  })
})
