import { expect, test } from 'vitest'
import { findPlatform } from './platform.ts'

const of = (name: string, value: string) => findPlatform([{ name, value }])?.name ?? null

test.each([
  ['x-sg-eid', 'abc', 'Twilio SendGrid'],
  ['x-mc-user', '1f2e3d', 'Mailchimp'],
  ['feedback-id', '123:abc:AmazonSES', 'Amazon SES'],
  ['x-mailer', 'Customer.io (dgTQ1wUDAA==; +https://whatis.customeriomail.com)', 'Customer.io'],
  ['return-path', '<bounces+12345-ab12-reader=example.org@em.shop.example>', 'Twilio SendGrid'],
  ['list-unsubscribe', '<https://club.us7.list-manage.com/unsubscribe?u=1&id=2&e=3>', 'Mailchimp'],
  ['list-unsubscribe', '<mailto:u@shop.example>, <https://mail.beehiiv.com/unsubscribe/1>', 'beehiiv'],
  ['return-path', '<v-abc_1@bounce.mkt4321.com>', 'Acoustic Campaign'],
  ['x-odoo-message-id', '<1.2@erp.maker.example>', 'Odoo'],
  ['x-phplist-version', '3.6.14', 'phpList'],
  ['x-listmonk-campaign', '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0', 'listmonk'],
  ['x-civimail-bounce', 'b.1.2.0a1b@ngo.example', 'CiviCRM'],
  ['dkim-signature', 'v=1; a=rsa-sha256; d=amazonses.com; s=x', 'Amazon SES'],
])('%s: %s names %s', (name, value, platform) => {
  expect(of(name, value)).toBe(platform)
})

test.each([
  ['x-mailer', 'PHPMailer 6.9'],
  ['dkim-signature', 'v=1; d=notamazonses.com'],
  ['feedback-id', '1:2:3'],
  ['list-unsubscribe', '<https://notlist-manage.com/unsubscribe>'],
  ['list-unsubscribe', '<https://shop.example/?next=list-manage.com>'],
  ['return-path', '<bounces@mkt4321.com.shop.example>'],
  ['x-listmonk', 'yes'],
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
