import { describe, expect, test } from 'vitest'
import { linkQuestion } from './link-question.ts'
import { words } from './words.ts'

const ask = (request: Parameters<typeof linkQuestion>[0], language: 'en' | 'ar' = 'en') =>
  linkQuestion(request, 'suspicious', words[language])

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', '\\\\host\\share', 'no address'])(
  'nothing is asked about what may never be opened: %s',
  (url) => {
    expect(ask({ url })).toBeUndefined()
  },
)

test('the host that counts is always shown, however long what stands before it', () => {
  const host = `www.bank.example.${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.evil.example`
  const question = ask({ url: `https://${host}/${'path/'.repeat(1_000)}end` })
  expect(question?.detail).toContain(`⁨${host}⁩`)
  expect(question?.detail.length).toBeLessThan(900)
})

test('what a sender named a parameter can write nothing into the dialog', () => {
  const url = 'https://shop.example/a'
  const original = `${url}?utm_source=1&utm_x%0A%0AVerified%20by%20Curtain%E2%80%AE%E2%81%A9=1`
  const detail = ask({ url, original })?.detail ?? ''
  expect(detail).toContain('⁨utm_source⁩')
  expect(detail).not.toMatch(/Verified|\u202e/)
})

test('a skipped host is named, with its own warnings', () => {
  const detail = ask({ url: 'https://blog.example/', original: 'https://192.0.2.1/r?to=blog' })?.detail
  expect(detail).toContain('through ⁨192.0.2.1⁩ first')
  expect(detail).toContain('a number instead of a name')
})

test('what follows the reader is named also where a host was skipped', () => {
  const original = `https://click.example/r?to=${encodeURIComponent('https://blog.example/a?page=2&utm_term=x')}`
  const detail = ask({ url: 'https://blog.example/a?page=2', original })?.detail
  expect(detail).toContain('through ⁨click.example⁩ first')
  expect(detail).toContain('⁨utm_term⁩')
})

test('a link that keeps to itself where it ends is not said to lead to whom it goes through', () => {
  const detail = ask({ url: 'https://click.example/r/1', opaque: true })?.detail
  expect(detail).toContain('through ⁨click.example⁩, which counts')
  expect(detail).not.toContain('leads to')
})

test('everybody who would get a mail is shown, however long its subject and text', () => {
  const url = `mailto:a@shop.example?subject=${'x'.repeat(600)}&bcc=spy%40evil.example&body=${'y'.repeat(600)}`
  const question = ask({ url })
  expect(question?.detail).toContain('\u2066a@shop.example\u2069\n\u2066spy@evil.example\u2069')
  expect(question?.isSuspicious).toBe(true)
  expect(ask({ url: 'mailto:help@bank.example' })?.isSuspicious).toBe(false)
})

test.each([
  ['words', 'mailto:Please%20trust%20this@evil.example'],
  ['more than anybody reads', `mailto:${Array.from({ length: 11 }, (_, n) => `a${n}@b.example`).join(',')}`],
])('a mail to %s in place of mailboxes is not written', (_what, url) => {
  expect(ask({ url })).toBeUndefined()
})

describe('with the looser choice', () => {
  test('what is harmless need not be asked about', () => {
    expect(ask({ url: 'https://shop.example/roses?page=2' })).toMatchObject({ mayBeSkipped: true })
  })

  test.each([
    ['not encrypted', { url: 'http://shop.example/' }],
    ['its text names another site', { url: 'https://evil.example/', claims: 'www.bank.example' }],
    ['it hides where it leads', { url: 'https://click.example/r/1', opaque: true }],
    ['letters of another script', { url: 'https://bücher.example/' }],
    ['look-alike letters', { url: 'https://pаypal.example/' }],
    ['another name in front', { url: 'https://bank.example@evil.example/' }],
    ['a number', { url: 'https://192.0.2.1/' }],
    ['a port', { url: 'https://shop.example:8443/' }],
    ['a name of the own network', { url: 'https://router/' }],
    ['room for what was read', { url: `https://evil.example/?d=${'x'.repeat(400)}` }],
    ['a mail', { url: 'mailto:help@bank.example' }],
  ])('it is asked about: %s', (_why, request) => {
    expect(ask(request)).toMatchObject({ mayBeSkipped: false })
  })

  test('and everything, when the user wants to see everything', () => {
    expect(linkQuestion({ url: 'https://shop.example/' }, 'always', words.en)).toMatchObject({
      mayBeSkipped: false,
    })
  })
})

test('the Arabic question keeps the address in its own order', () => {
  const detail = ask({ url: 'https://shop.example/a', original: 'https://shop.example/a?utm_source=1' }, 'ar')
  expect(detail?.detail).toContain('\u2066https://shop.example/a\u2069')
  expect(detail?.detail).toContain('⁨utm_source⁩')
})
