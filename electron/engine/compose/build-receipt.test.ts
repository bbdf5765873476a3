import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { buildReceipt } from './build-receipt.ts'

const facts = {
  from: 'layla@example.org',
  to: 'receipts@news.example',
  messageId: '<1@news.example>',
  subject: 'قُرئت: أخبار الأسبوع من المدينة القديمة',
  text: 'قُرئت رسالتك.',
}

test('a receipt says in words and for machines that this mail was displayed, by hand', async () => {
  const source = buildReceipt(facts)
  const read = await simpleParser(source)
  expect(read.subject).toBe(facts.subject)
  expect(read.text?.trim()).toBe(facts.text)
  expect(read.inReplyTo).toBe('<1@news.example>')
  expect(source).toMatch(/^Content-Type: multipart\/report; report-type=disposition-notification;$/m)
  expect(source).toContain(
    [
      'Content-Type: message/disposition-notification',
      '',
      'Final-Recipient: rfc822;layla@example.org',
      'Original-Message-ID: <1@news.example>',
      'Disposition: manual-action/MDN-sent-manually; displayed',
    ].join('\r\n'),
  )
})

test('it names no program and no time zone, and every line fits', () => {
  const source = buildReceipt({ ...facts, subject: 'Read: 😀'.repeat(30) })
  expect(source).not.toMatch(/curtain|user-agent|x-mailer|reporting-ua|original-recipient/i)
  expect(source).toMatch(/^Date: \w{3}, .* \+0000$/m)
  for (const line of source.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78)
  expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

test.each([
  'a@b.test\r\nBcc: c@d.test',
  'a@b.test, c@d.test',
  'a@b.test>\r\n<c@d.test',
  'nobody',
  '',
  'a@b@c.test',
  'لیلی@example.org',
  `${'a'.repeat(300)}@b.test`,
])('%j is not one address, and gets nothing', (to) => {
  expect(() => buildReceipt({ ...facts, to })).toThrow(new MailError('bad-request'))
})

test.each(['<1@x>\r\nBcc: c@d.test', '1@x', '<>', `<${'1'.repeat(2_000)}@x>`, null])(
  'a Message-ID like %j is left out',
  (messageId) => {
    const source = buildReceipt({ ...facts, messageId })
    expect(source).not.toMatch(/Original-Message-ID|In-Reply-To|References|Bcc/)
  },
)

test('a subject can begin no header of its own', () => {
  expect(buildReceipt({ ...facts, subject: 'x\r\nBcc: c@d.test' })).not.toMatch(/^Bcc/m)
})
