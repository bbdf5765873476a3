import { expect, test } from 'vitest'
import { classifyRequest } from './classify-request.ts'

test.each([
  'https://atlascoffee.us14.list-manage.com/track/open.php?u=0123456789abcdef012345678&id=1&e=2',
  'https://abcdefgh.emltrk.com/v2/abc?d=1',
  'https://mailtrack.io/trace/mail/0123456789012345678901234567890123456789.png?u=1',
  'https://m.tidewatch.example/bg.gif?uid=1',
  'https://fonts.quillandco.example/quill.woff2?subscriber=1',
  'https://shop.radhaus.example/v.php?m=1',
  'https://shop.radhaus.example/s/noor%40haddad.example/footer.png',
  'https://img.evil.example/open.gif?u=noor@haddad.example',
  'https://iframe.evil.example/',
  'https://anywhere.example/style.css',
  'https://anywhere.example/page.html',
])('an open: %s', (url) => {
  expect(classifyRequest(new URL(url))).toBe('open')
})

test.each([
  'https://cdn.atlascoffee.example/2026/03/hills-600x320.png',
  'https://shop.radhaus.example/m/product-helmet-520x260.png',
  'https://files.tidewatch.example/mail/sea-520x240.png',
  'https://cdn.example/image/9f8e7d?w=600',
  'https://cdn.example/a.JPEG',
])('a picture: %s', (url) => {
  expect(classifyRequest(new URL(url))).toBe('picture')
})
