import { expect, test } from 'vitest'
import { analyseMessage } from './analyse-message.ts'

const inAttribute = (url: string): string => url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

function judge(content: string) {
  const parts = [{ kind: 'html' as const, content }]
  return analyseMessage({ parts, headers: [], recipients: [] }).links
}
/** What the text of a link claims, with markup in it. */
const claimOf = (text: string, href: string) => judge(`<a href="${inAttribute(href)}">${text}</a>`)[0]?.claims

const EVIL = 'https://evil.example.net/login'
const through = (url: string): string => `https://www.google.com/url?q=${encodeURIComponent(url)}`

test.each([
  ['www.paypal.com/login', EVIL, 'www.paypal.com'],
  ['https://www.paypal.com/signin?country=DE', EVIL, 'www.paypal.com'],
  ['paypal.com', EVIL, 'paypal.com'],
  ['PayPal.com', EVIL, 'paypal.com'],
  ['shop.example', EVIL, 'shop.example'],
  ['www.intranet.corp/wiki', EVIL, 'www.intranet.corp'],
  ['&nbsp; paypal.com &raquo;', EVIL, 'paypal.com'],
  ['(paypal.com)', EVIL, 'paypal.com'],
  ['Visit paypal.com', EVIL, 'paypal.com'],
  ['Go to https://www.paypal.com/login now', EVIL, 'www.paypal.com'],
  ['www.paypal.com:443/login', EVIL, 'www.paypal.com'],
  ['<b>pay</b>pal.<span>com</span>', EVIL, 'paypal.com'],
  ['pay&#8203;pal&shy;.com', EVIL, 'paypal.com'],
  ['<table><tr><td>paypal.com</td></tr></table>', EVIL, 'paypal.com'],
  ['<img src="cid:1" alt="www.paypal.com">', EVIL, 'www.paypal.com'],
  ['paypal.com<span style="display:none"> is not where this leads, honestly</span>', EVIL, 'paypal.com'],
  ['paypal.com', 'https://paypal.com.evil.example.net/', 'paypal.com'],
  ['paypal.com', 'https://paypal.com@evil.example.net/', 'paypal.com'],
  ['paypal.com', 'https://paypal.evil.example.net/paypal.com', 'paypal.com'],
  ['bank.co.uk', 'https://evil.co.uk/', 'bank.co.uk'],
  ['alice.github.io', 'https://mallory.github.io/', 'alice.github.io'],
  ['www.paypal.com', 'http://192.0.2.1/paypal', 'www.paypal.com'],
  ['bücher.de', EVIL, 'xn--bcher-kva.de'],
  ['http://192.0.2.1/', EVIL, '192.0.2.1'],
  // An open redirect of a site that people trust is no excuse.
  ['www.google.com', through(EVIL), 'www.google.com'],
  ['www.paypal.com', through(EVIL), 'www.paypal.com'],
  // Nobody knows who runs a counter of an unknown name.
  ['www.paypal.com', 'https://click.evil.example.net/SGxFNi83ZkVpNzJ3VEZZUnRjK29l', 'www.paypal.com'],
])('%s leading to %s claims %s', (text, href, host) => {
  expect(claimOf(text, href)).toBe(host)
})

test.each([
  ['Log in', EVIL],
  ['Click here for gmail.com help', EVIL],
  ['Read why paypal.com was slow on Monday', EVIL],
  ['Help for users of gmail.com and outlook.com', EVIL],
  ['paypal.com', 'https://www.paypal.com/signin'],
  ['www.paypal.com', 'http://paypal.com/'],
  ['http://paypal.com', 'https://PAYPAL.com/'],
  ['shop.example.co.uk', 'https://news.example.co.uk/'],
  ['paypal.com.', 'https://paypal.com/'],
  ['bücher.de', 'https://xn--bcher-kva.de/'],
  ['www.shop.com', through('https://shop.com/a')],
  ['shop.com', 'https://shop.us1.list-manage.com/track/click?u=1&id=2&e=3'],
  ['nytimes.com/2026/11/news', 'https://t.co/AbCdEfGhIj'],
  ['www.shop.com', 'https://u123.ct.sendgrid.net/ls/click?upn=u001.AbC'],
  ['youtube.com/watch?v=1', 'https://youtu.be/1'],
  ['twitter.com/curtain', 'https://x.com/curtain'],
  [
    'https://click.example.org/r?to=https%3A%2F%2Fshop.com%2Fa',
    'https://click.example.org/r?to=https%3A%2F%2Fshop.com%2Fa',
  ],
  ['www.google.com/url?q=https://shop.com/…', 'https://www.google.com/url?q=https://shop.com/a/b'],
  ['help@paypal.com', EVIL],
  ['invoice.pdf', EVIL],
  ['Report-2026.zip', EVIL],
  ['Node.js', EVIL],
  ['e.g. this', EVIL],
  ['v2.10.3', EVIL],
  ['12.50 EUR', EVIL],
  ['...', EVIL],
  ['10.30 a.m.', EVIL],
  ['No. 5. Next.', EVIL],
  ['https://', EVIL],
  ['<span hidden>paypal.com</span>Log in', EVIL],
  ['<img src="cid:1" alt="paypal.com">Log in', EVIL],
])('%s leading to %s claims nothing else', (text, href) => {
  expect(claimOf(text, href)).toBeNull()
})

test('a text that claims another site is a warning', () => {
  expect(judge(`<a href="${EVIL}">www.paypal.com</a>`)[0]).toMatchObject({
    warnings: ['text-is-another-site'],
    claims: 'www.paypal.com',
  })
})

test('of several texts of one address, each counts', () => {
  const [link, ...others] = judge(
    `<a href="${EVIL}">Log in</a><a href="${EVIL}">paypal.com</a><a href="${EVIL}">ebay.com</a>`,
  )
  expect(others).toEqual([])
  expect(link?.claims).toBe('paypal.com')
})

test('a text ends with its link, closed or not', () => {
  expect(judge(`<a href="${EVIL}">Log in</a> paypal.com`)[0]?.claims).toBeNull()
  expect(judge(`<a href="${EVIL}">Log in<a name="x">paypal.com</a>`)[0]?.claims).toBeNull()
  expect(judge(`<a href="${EVIL}">paypal.com`)[0]?.claims).toBe('paypal.com')
  expect(judge(`<a href="${EVIL}">paypal.com<a href="https://b.example/">Log in</a>`)[0]?.claims).toBe(
    'paypal.com',
  )
})

test('the address that plain text shows is its own claim', () => {
  const parts = [{ kind: 'text' as const, content: `www.paypal.com: ${EVIL} or http://192.0.2.1/` }]
  const { links } = analyseMessage({ parts, headers: [], recipients: [] })
  expect(links.map(({ url, warnings }) => [url, warnings])).toEqual([
    ['https://www.paypal.com/', []],
    [EVIL, []],
    ['http://192.0.2.1/', ['bare-address']],
  ])
})

test('where a redirector leads is what is warned of', () => {
  expect(judge(`<a href="${through('https://раураӏ.com/')}">Log in</a>`)[0]).toMatchObject({
    warnings: ['look-alike-letters'],
    readableHost: 'раураӏ.com',
  })
  expect(judge('<a href="https://bücher.example/">Books</a>')[0]).toMatchObject({
    warnings: [],
    readableHost: 'bücher.example',
  })
})

test('a text made to be slow is not', () => {
  // Work that grows faster than the text would not end in the test's time.
  for (const text of [
    'a.'.repeat(500_000),
    `${'www.'.repeat(300_000)}com`,
    '<b>'.repeat(200_000),
    '&#8203;.'.repeat(200_000),
  ]) {
    expect(judge(`<a href="${EVIL}">${text}</a>`)).toHaveLength(1)
  }
})
