import { expect, test } from 'vitest'
import { findPlatform } from './platform.ts'

const of = (name: string, value: string) => findPlatform([{ name, value }])?.name ?? null

test.each([
  ['x-sg-eid', 'abc', 'Twilio SendGrid'],
  ['x-mc-user', '1f2e3d', 'Mailchimp'],
  ['feedback-id', '123:abc:AmazonSES', 'Amazon SES'],
  ['x-mailer', 'Customer.io (dgTQ1wUDAA==; +https://whatis.customeriomail.com)', 'Customer.io'],
  ['return-path', '<bounces+12345-ab12-reader=example.org@em.shop.example>', 'Twilio SendGrid'],
  ['dkim-signature', 'v=1; a=rsa-sha256; d=amazonses.com; s=x', 'Amazon SES'],
])('%s: %s names %s', (name, value, platform) => {
  expect(of(name, value)).toBe(platform)
})

test.each([
  ['x-mailer', 'PHPMailer 6.9'],
  ['dkim-signature', 'v=1; d=notamazonses.com'],
  ['feedback-id', '1:2:3'],
  ['subject', 'X-SG-EID'],
])('%s: %s names nobody', (name, value) => {
  expect(of(name, value)).toBeNull()
})

test('the platform with more signs wins, wherever they stand', () => {
  const headers = [
    { name: 'x-ses-outgoing', value: '2026.01.01-1.2.3.4' },
    { name: 'x-pm-message-id', value: '1' },
    { name: 'feedback-id', value: 'x:postmark' },
  ]
  expect(findPlatform(headers)).toMatchObject({ name: 'Postmark', tracks: true })
})
