import { describe, expect, test } from 'vitest'
import { analyseMessage } from './analyse-message.ts'
import { unwrapLink } from './unwrap-link.ts'

const unwrap = (url: string) => unwrapLink(new URL(url))
const safelink = (url: string): string =>
  `https://abc01.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&data=1`

test('redirectors inside redirectors are unwrapped, and what is left is cleaned', () => {
  expect(
    unwrap(safelink('https://www.google.com/url?q=https://shop.example/a?utm_source=x%26id=7')),
  ).toMatchObject({
    target: 'https://shop.example/a?id=7',
    redirector: 'Microsoft Safe Links',
    removed: ['utm_source'],
  })
})

test('a dot at the end of a host hides no redirector', () => {
  const click = (host: string) => `https://${host}/track/click?u=1&id=2&e=3`
  const html = `<a href="${click('x.us1.list-manage.com.').replaceAll('&', '&amp;')}">x</a>`
  const { links } = analyseMessage({ parts: [{ kind: 'html', content: html }], headers: [], recipients: [] })
  expect(links).toMatchObject([{ url: click('x.us1.list-manage.com'), redirector: 'Mailchimp' }])
  expect(unwrap(safelink(click('x.us1.list-manage.com.')))).toMatchObject({ redirector: 'Mailchimp' })
})

test('no deeper than five', () => {
  let url = 'https://shop.example/'
  for (let i = 0; i < 7; i++) url = safelink(url)
  expect(unwrap(url).target).toContain('safelinks')
})

test('deeper ones are said to be still in the way', () => {
  let url = 'https://shop.example/'
  for (let i = 0; i < 5; i++) url = safelink(url)
  expect(unwrap(url)).toMatchObject({ target: 'https://shop.example/', opaque: false })
  expect(unwrap(safelink(url))).toMatchObject({ opaque: true, redirector: 'Microsoft Safe Links' })
})

test('one that hides its target is named and left as it is', () => {
  const inner = 'https://x.us1.list-manage.com/track/click?u=1&id=2&e=3'
  const hidden = { target: inner, redirector: 'Mailchimp', opaque: true, removed: [] }
  expect(unwrap(inner)).toMatchObject(hidden)
  expect(unwrap(safelink(inner))).toMatchObject(hidden)
})

test.each([
  ['https://shop.example/a?utm_source=n&utm_medium=e&id=7#top', 'https://shop.example/a?id=7#top'],
  ['https://shop.example/a?UTM_Source=n', 'https://shop.example/a'],
  ['https://shop.example/a?id=7&mc_eid=0a1b2c', 'https://shop.example/a?id=7'],
  ['https://www.amazon.co.uk/dp/B0?pd_rd_w=x&th=1', 'https://www.amazon.co.uk/dp/B0?th=1'],
  ['https://www.youtube.com/watch?v=abc&si=xyz', 'https://www.youtube.com/watch?v=abc'],
  ['https://shop.example/a?id=7?utm_source=n&utm_medium=e', 'https://shop.example/a?id=7'],
  ['https://shop.example/a?id=7&amp;utm_source=n', 'https://shop.example/a?id=7'],
  ['https://shop.example/a#utm_source=n&utm_medium=e', 'https://shop.example/a'],
  ['https://shop.example/a?id=7#xtor=EPR-1', 'https://shop.example/a?id=7'],
  ['https://shop.example/#/list?page=2', 'https://shop.example/#/list?page=2'],
  ['https://shop.example/list?order=asc&utm_source=n', 'https://shop.example/list?order=asc'],
  ['https://github.com/a/b?email_token=x&email_source=n', 'https://github.com/a/b'],
  // Words of a headline say nothing of what a page does.
  [
    'https://blog.example/how-to-reset-your-old-router?utm_source=n',
    'https://blog.example/how-to-reset-your-old-router',
  ],
  [
    'https://blog.example/2026/passwords-are-dead-at-last?utm_source=n',
    'https://blog.example/2026/passwords-are-dead-at-last',
  ],
  ['https://news.example/authors/jo?utm_source=n', 'https://news.example/authors/jo'],
  ['https://id.me/?utm_source=n', 'https://id.me/'],
])('cleaned: %s', (url, target) => {
  expect(unwrap(url).target).toBe(target)
})

test.each([
  'https://shop.example/a?id=7&q=%C3%A9+a',
  'https://shop.example/a?si=1',
  'https://amazon.evil.example/a?pd_rd_w=x',
  'https://shop.example/a?ref=7',
  'https://shop.example/unsubscribe?u=1&id=2',
])('nothing to remove: %s', (url) => {
  expect(unwrap(url)).toEqual({ url, target: url, redirector: null, opaque: false, removed: [], kept: null })
})

describe('a link that needs its query keeps all of it, and says why', () => {
  test.each([
    ['sign-in', 'https://shop.example/auth/magic?utm_source=n&x=1'],
    ['sign-in', 'https://app.example/login/link?id=7&utm_campaign=n'],
    ['sign-in', 'https://app.example/users/password/edit?mc_eid=1&reset=2'],
    ['sign-in', 'https://app.example/resetPassword?u=7&utm_source=n'],
    ['sign-in', 'https://blog.example/wp-login.php?action=rp&login=jo&utm_source=n'],
    ['sign-in', 'https://accounts.example.com/x?utm_source=n&a=1'],
    ['sign-in', 'https://x.firebaseapp.com/__/action?mode=resetPassword&oobCode=1&utm_source=n'],
    ['confirmation', 'https://shop.example/verify-email?e=1&utm_source=n'],
    ['confirmation', 'https://shop.example/newsletter/confirm/abc?utm_source=n'],
    ['confirmation', 'https://app.example/invitations/accept?i=1&utm_source=n'],
    ['confirmation', 'https://list.example/double-opt-in?h=1&utm_source=n'],
    ['unsubscribe', 'https://shop.example/unsubscribe?u=1&utm_source=n'],
    ['unsubscribe', 'https://shop.example/email/preferences?u=1&mc_eid=2'],
    ['unsubscribe', 'https://shop.example/mail?action=unsubscribe&mc_eid=2'],
    ['unsubscribe', 'https://shop.example/abmelden?mc_eid=2'],
    ['unsubscribe', 'https://unsubscribe.shop.example/x?mc_eid=2'],
    ['payment', 'https://pay.example/checkout?mc_eid=1'],
    ['payment', 'https://invoice.stripe.com/i/acct_1/live_2?s=em&utm_source=n'],
    ['payment', 'https://shop.example/orders/7/pay?utm_source=n&k=1'],
    ['payment', 'https://www.paypal.com/invoice/payerView/details/INV2?utm_unptid=1&locale=en'],
    ['signed', 'https://shop.example/a?token=abc&utm_source=n'],
    ['signed', 'https://files.example/a.pdf?X-Amz-Signature=1&utm_source=n'],
    ['signed', 'https://app.example/open?access_token=1&utm_source=n'],
    ['signed', 'https://app.example/open?oobCode=1&utm_source=n'],
  ])('%s: %s', (kept, url) => {
    expect(unwrap(url)).toMatchObject({ target: url, redirector: null, removed: [], kept })
    expect(unwrap(safelink(url))).toMatchObject({ target: url, opaque: false, removed: [], kept })
  })

  test.each([
    ['unsubscribe', 'Unsubscribe'],
    ['unsubscribe', 'Newsletter abbestellen'],
    ['unsubscribe', 'Se désabonner'],
    ['unsubscribe', 'إلغاء الاشتراك'],
    ['unsubscribe', '配信停止はこちら'],
    ['sign-in', 'Sign in to your account'],
    ['sign-in', 'Passwort zurücksetzen'],
    ['confirmation', 'Confirm your email address'],
    ['payment', 'Pay now'],
    ['payment', 'View invoice'],
  ] as const)('%s, as its text says: %s', (kept, text) => {
    const url = 'https://shop.example/m?x=1&mc_eid=2'
    expect(unwrapLink(new URL(url), [text])).toMatchObject({ target: url, removed: [], kept })
  })

  test.each([
    'Shop now',
    'Read more',
    'Check out our new lamps',
    'Sign of the times: a report on what subscribers and lists cost you',
  ])('but not for a text such as: %s', (text) => {
    expect(unwrapLink(new URL('https://shop.example/m?x=1&mc_eid=2'), [text])).toMatchObject({
      removed: ['mc_eid'],
      kept: null,
    })
  })
})

describe('a list is left through whoever does the work', () => {
  const landing = encodeURIComponent('https://shop.example/goodbye')
  test.each([
    `https://click.example.com/unsub?id=7&url=${landing}`,
    `https://click.example.com/x/aHR0cHM6Ly9hLmV4YW1wbGUv/unsubscribe`,
    'https://x.us1.list-manage.com/unsubscribe?u=1&id=2&e=3',
    'https://u123.ct.sendgrid.net/wf/unsubscribe?upn=u001.AbC',
  ])('by its address: %s', (url) => {
    expect(unwrap(url).target).toBe(url)
  })

  test('by its text, when the page behind knows nobody', () => {
    const url = `https://click.example.com/x?id=7&url=${encodeURIComponent('https://shop.example/')}`
    expect(unwrapLink(new URL(url), ['Unsubscribe'])).toMatchObject({
      target: url,
      opaque: true,
      kept: 'unsubscribe',
    })
    expect(unwrapLink(new URL(url), ['Shop now'])).toMatchObject({
      target: 'https://shop.example/',
      opaque: false,
    })
  })

  test('but a page that can tell who comes is called itself', () => {
    const target = 'https://shop.example/unsubscribe?u=1'
    const url = `https://click.example.com/x?url=${encodeURIComponent(target)}`
    expect(unwrapLink(new URL(url), ['Unsubscribe'])).toMatchObject({ target, opaque: false })
  })

  test('as the headers name it: nothing of it is changed', () => {
    const url = 'https://shop.example/m?x=1&mc_eid=2'
    const mail = { parts: [{ kind: 'html' as const, content: `<a href="${url}">here</a>` }], recipients: [] }
    const linkWith = (value: string) =>
      analyseMessage({ ...mail, headers: [{ name: 'list-unsubscribe', value }] }).links[0]
    expect(linkWith(`<mailto:leave@shop.example>, <${url}>`)).toMatchObject({
      target: url,
      removed: [],
      kept: 'unsubscribe',
    })
    expect(linkWith('<https://shop.example/other>')).toMatchObject({ removed: ['mc_eid'], kept: null })
  })
})
