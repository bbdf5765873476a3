import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { expect, test } from 'vitest'
import { attachmentIdSchema, type OpenMessage } from '../../../shared/models/message.ts'
import { type Reference, referenceIdSchema } from '../../../shared/models/remote-content.ts'
import { analyseMessage } from '../trackers/analyse-message.ts'
import { type QuotedMessage, quoteMessage } from './quote-message.ts'

const READER = 'reader@home.example'
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47])

/** Quotes a mail of one HTML part as the engine would have judged it, with the pictures of `loaded` in the vault. */
function quote(html: string, loaded: readonly string[] = [], inline: readonly string[] = []): QuotedMessage {
  return quoteParts([{ kind: 'html', content: html }], loaded, inline)
}

function quoteParts(
  parts: OpenMessage['parts'],
  loaded: readonly string[] = [],
  inline: readonly string[] = [],
): QuotedMessage {
  const analysis = analyseMessage({ parts, headers: [], recipients: [READER] })
  const references = analysis.references.map((reference, index) => ({
    ...reference,
    id: referenceIdSchema.parse(index + 1),
    state: loaded.includes(reference.url) ? ('loaded' as const) : ('blocked' as const),
    failure: null,
  })) satisfies Reference[]
  const attachments = inline.map((contentId, index) => ({
    ...{ id: attachmentIdSchema.parse(index + 1), filename: 'a.png', mediaType: 'image/png', size: 4 },
    ...{ contentId, inline: true, onServer: false },
  }))
  return quoteMessage(
    { parts, references, links: analysis.links, attachments },
    {
      recipients: [READER],
      readPicture: (id) =>
        references.some((one) => one.id === id && one.state === 'loaded')
          ? { mediaType: 'image/png', bytes: png }
          : null,
      readInline: () => ({ mediaType: 'image/png', bytes: png }),
    },
  )
}

const pixel =
  'https://shop.us1.list-manage.com/track/open.php?u=1234567890123456789012345&id=abcdef0123&e=9f8e7d6c5b'
const photo = 'https://cdn.shop.example/rose.png'

test('a tracked newsletter goes on without its tracker, its pictures as parts', () => {
  const quoted = quote(
    `<p>Roses</p><img src="${photo}" alt="A rose" width="300"><img src="${pixel}" width="1" height="1">`,
    [photo],
  )
  expect(quoted.related).toEqual([{ mediaType: 'image/png', bytes: png, contentId: expect.any(String) }])
  expect(quoted.html).toBe(
    `<p>Roses</p><img alt="A rose" width="300" src="cid:${quoted.related[0]?.contentId}">`,
  )
})

test('the picture that the reader saw goes along, by whatever address the mail names it', () => {
  const html =
    '<base href="https://shop.example/mail/"><img src="rose.png"><img src="a.svg" srcset="b.png 1x, c.png 2x">'
  const loaded = ['https://shop.example/mail/rose.png', 'https://shop.example/mail/c.png']
  expect(quote(html, loaded).related).toHaveLength(2)
})

test('a picture that was not loaded leaves its words', () => {
  expect(quote(`<img src="${photo}" alt="A rose">`).html).toBe('A rose')
})

test('a tracker stays out even when the user loaded it', () => {
  const quoted = quote(`<p>Roses</p><img src="${pixel}" width="1" height="1">`, [pixel])
  expect(quoted).toMatchObject({ html: '<p>Roses</p>', related: [] })
})

test('a picture used twice is one part; the same content-id in the mail is embedded anew', () => {
  const quoted = quote(
    '<img src="cid:logo@x"><img src="CID:logo%40x"><img src="cid:gone@x" alt="gone">',
    [],
    ['logo@x'],
  )
  expect(new Set(quoted.related.map(({ contentId }) => contentId)).size).toBe(quoted.related.length)
  expect(quoted.html).not.toContain('logo@x')
  expect(quoted.html.endsWith('gone')).toBe(true)
})

const token = 'Zx81kQp0Lm29TbVn44'
test.each([
  ['plain', 'https://blog.example/roses-in-winter', 'https://blog.example/roses-in-winter'],
  [
    'campaign parameters',
    'https://blog.example/roses?utm_source=mail&page=2',
    'https://blog.example/roses?page=2',
  ],
  [
    'a document of a friend',
    'https://docs.example/d/1aB2cD3eF4gH5iJ6kL7/edit',
    'https://docs.example/d/1aB2cD3eF4gH5iJ6kL7/edit',
  ],
  ['a mailbox', 'mailto:florist@shop.example', 'mailto:florist@shop.example'],
  [
    'a mailbox with words put into it',
    'mailto:florist@shop.example?body=send%20money',
    'mailto:florist@shop.example',
  ],
])('a link is passed on: %s', (_what, href, expected) => {
  expect(quote(`<a href="${href}">here</a>`).html).toBe(
    `<a href="${expected.replaceAll('&', '&amp;')}">here</a>`,
  )
})

test.each([
  [
    'counts who presses it',
    'https://shop.us1.list-manage.com/track/click?u=1234567890&id=abcdef0123&e=9f8e7d6c5b',
  ],
  ['leaves the list in the reader’s name', `https://shop.example/unsubscribe/${token}`],
  ['signs in as the reader', `https://shop.example/login/magic/${token}`],
  ['has the reader’s address in its path', `https://shop.example/for/${READER}/offers`],
  ['leads nowhere a browser should go', 'javascript:alert(1)'],
  ['is relative', '/offers'],
  ['a mailbox made for the reader', `mailto:leave+${token}@lists.example`],
  ['one of several mailboxes made for the reader', `mailto:a@lists.example;leave-${token}@lists.example`],
  ['leaves the list behind its #', `https://shop.example/#/unsubscribe/${token}`],
])('a link is text only when it %s', (_why, href) => {
  expect(quote(`<a href="${href}">here</a>`).html).toBe('<a>here</a>')
})

test.each([
  ['who reads', `https://reader:${token}@shop.example/offers`],
  ['a session in its path', `https://shop.example/offers;jsessionid=${token}`],
])('a link is passed on without %s', (_what, href) => {
  expect(quote(`<a href="${href}">here</a>`).html).toBe('<a href="https://shop.example/offers">here</a>')
})

test('a redirector that holds its target is left out of the way', () => {
  const href = 'https://www.google.com/url?q=https%3A%2F%2Fblog.example%2Froses&sa=D'
  expect(quote(`<a href="${href}">here</a>`).html).toBe('<a href="https://blog.example/roses">here</a>')
})

test('the address of the reader is taken out of a query, the rest stays', () => {
  const href = `https://shop.example/offers?page=2&amp;who=${encodeURIComponent(READER)}`
  expect(quote(`<a href="${href}">here</a>`).html).toBe(
    '<a href="https://shop.example/offers?page=2">here</a>',
  )
})

test('a token that repeats through the mail is the reader’s', () => {
  const quoted = quote(
    `<a href="https://shop.example/a?x=${token}">a</a><a href="https://shop.example/b/${token}">b</a>`,
  )
  expect(quoted.html).toBe('<a href="https://shop.example/a">a</a><a>b</a>')
  expect(quoted.text).not.toContain(token)
})

test('addresses in text are treated as links are', () => {
  const [kind, content] = [
    'text',
    `See https://blog.example/roses or https://shop.example/for/${READER}`,
  ] as const
  const quoted = quoteParts([{ kind, content }])
  expect(quoted.text).toBe('See https://blog.example/roses or shop.example')
  expect(quoted.html).toContain('See https://blog.example/roses or shop.example')
})

test.each([
  ['with an entity inside', `<p>https://shop.example/for?page=1&amp;email=${READER}</p>`],
  ['with a letter written otherwise', `<p>https://shop.example/unsubscri&#98;e/${token}</p>`],
  [
    'with markup inside',
    `<p>https://shop.example/unsub<wbr>scribe/<b>${token.slice(0, 9)}</b>${token.slice(9)}</p>`,
  ],
  ['without a scheme', `<p>www.shop.example/unsubscribe/${token} or shop.example/unsubscribe/${token}</p>`],
  ['with backslashes', `<p>https:\\\\shop.example\\unsubscribe\\${token}</p>`],
  ['of a mailbox', `<p>Write to leave+${token}@shop.example</p>`],
  ['in what a picture is called', `<img src="${photo}" alt="https://shop.example/unsubscribe/${token}">`],
  ['in a hint', `<p title="https://shop.example/unsubscribe/${token}">shop.example</p>`],
])('no address in text acts for the reader: %s', (_where, html) => {
  for (const loaded of [[], [photo]]) {
    const { html: quoted, text } = quote(html, loaded)
    expect(quoted.replaceAll(/<[^>]+>/g, '')).not.toContain(token)
    expect(`${quoted} ${text}`).not.toContain(token.slice(9))
    expect(`${quoted} ${text}`).not.toContain(READER)
    expect(quoted).toContain('shop.example')
  }
})

test('markup inside an address that may be passed on stays where it is', () => {
  expect(quote('<p>See https://blog.example/<b>roses</b>, or a&amp;b</p>').html).toBe(
    '<p>See https://blog.example/<b>roses</b>, or a&amp;b</p>',
  )
})

test.each([
  '<script>alert(1)</script>',
  '<svg><image href="https://evil.example/x.png"/></svg>',
  '<style>@import "https://evil.example/x.css";</style>',
  '<template><img src="https://evil.example/x.png"></template>',
  '<table background="https://evil.example/x.png"><tr><td>x</td></tr></table>',
  '<p style="background:url(https://evil.example/x.png)">x</p>',
  '<p style="background:\\75rl(https://evil.example/x.png)">x</p>',
  '<p style="background-image:image-set(\'https://evil.example/x.png\' 1x)">x</p>',
  '<img srcset="https://evil.example/x.png 2x">',
  '<video poster="https://evil.example/x.png"></video>',
  '<base href="https://evil.example/">',
  '<link rel="preconnect" href="https://evil.example">',
  '<form action="https://evil.example"><button formaction="https://evil.example">x</button></form>',
  '<iframe srcdoc="<img src=https://evil.example/x.png>"></iframe>',
  '<p onclick="fetch(\'https://evil.example\')">x</p>',
  '<v:fill src="https://evil.example/x.png"/>',
  '<amp-img src="https://evil.example/x.png"></amp-img>',
  '<math><mtext><table><mglyph><style><img src="https://evil.example/x.png"></style></table></mtext></math>',
  '<title><img src="https://evil.example/x.png"></title>',
  '<!--><img src="https://evil.example/x.png">-->',
  '<textarea></textarea><img src="https://evil.example/x.png"></textarea>',
  '<noscript><p title="</noscript><img src=https://evil.example/x.png>"></noscript>',
])('nothing that fetches goes on: %s', (html) => {
  expect(fetchers(quote(`<p>before</p>${html}`).html).join()).not.toContain('evil.example')
})

/** What of it a program may fetch: all but text, links and attributes that are text. */
function fetchers(html: string): string[] {
  const seen: string[] = []
  new Parser({
    onopentag(name, { href: _link, title: _title, alt: _alt, ...attributes }) {
      seen.push(name, ...Object.entries(attributes).flat())
    },
  }).end(html)
  return seen
}

test('whatever the markup, nothing in it fetches', () => {
  const piece = fc.constantFrom(
    ...[
      '<',
      '>',
      '"',
      "'",
      '=',
      '&quot;',
      '<img src=',
      '<a href=',
      'style=',
      'url(',
      '<svg>',
      '</svg>',
      '&#x3c;',
      '\n',
    ],
    ...['<table background=', '<!--', '-->', '<style>', '</style>', ' ', '/', '<p title=', '\\', '<math>'],
    'https://evil.example/x.png',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      expect(fetchers(quote(pieces.join('')).html).join()).not.toMatch(/evil|url\(|:\/\//)
    }),
  )
})
