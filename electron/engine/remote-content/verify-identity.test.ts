import { expect, test } from 'vitest'
import { parseMessage } from '../parse/parse-message.ts'
import { verifyIdentities } from './verify-identity.ts'

const SERVER = 'mx.own.example'
const FROM = 'From: Bank <news@bank.example>'
const PASS = 'dmarc=pass header.from=bank.example'

function verify(headers: readonly string[], pinned: string | null = SERVER) {
  const source = new TextEncoder().encode([...headers, 'Subject: Hello', '', 'Body'].join('\r\n'))
  return verifyIdentities(parseMessage(source).authentication, pinned)
}

/** An Authentication-Results of the user's own server. */
const results = (text: string) => `Authentication-Results: ${SERVER}; ${text}`

test.each<[string, string[]]>([
  ['DMARC passed for its domain', [results(PASS), FROM]],
  ['DKIM passed for its domain', [results('dkim=pass header.d=bank.example'), FROM]],
  [
    'DKIM passed for its organisation',
    [results('dkim=pass header.d=bank.example'), 'From: <a@mail.bank.example>'],
  ],
  ['DKIM passed for a subdomain', [results('dkim=pass header.d=mail.bank.example'), FROM]],
  [
    'DKIM passed under co.uk, same organisation',
    [results('dkim=pass header.d=m.bank.co.uk'), 'From: a@bank.co.uk'],
  ],
  ['only the signer’s identity is given', [results('dkim=pass header.i=@bank.example'), FROM]],
  [
    'one signature of two is the author’s',
    [
      results(
        'dkim=fail header.d=bank.example; dkim=pass header.d=bank.example; dkim=pass header.d=x.example',
      ),
      FROM,
    ],
  ],
  ['SPF failed, as it does for forwarded mail', [results(`spf=fail; ${PASS}`), FROM]],
  [
    'DMARC has no policy to find, DKIM passed',
    [results('dmarc=none; dkim=pass header.d=bank.example'), FROM],
  ],
  ['capitals everywhere', [results('DMARC=PASS HEADER.FROM=Bank.EXAMPLE'), 'FROM: News@BANK.example']],
  ['a last dot', [results('dmarc=pass header.from=bank.example.'), FROM]],
  ['a header over several lines', ['Authentication-Results:', ` ${SERVER};`, `\t${PASS}`, FROM]],
  ['comments', [results('dmarc=pass (p=reject; sp=none) header.from=bank.example'), FROM]],
  ['DMARC names the whole address', [results('dmarc=pass header.from=news@bank.example'), FROM]],
  [
    'a foreign domain, here in its letters and there in ASCII',
    [results('dmarc=pass header.from=xn--bcher-kva.example'), 'From: a@bücher.example'],
  ],
  [
    'a name that is quoted and full of signs',
    [results(PASS), 'From: "a@b.example, <c@d>; (e" <news@bank.example>'],
  ],
  ['a name in encoded words', [results(PASS), 'From: =?utf-8?Q?a=40b.example,_x?= <news@bank.example>']],
  ['a comment after the address', [results(PASS), 'From: news@bank.example (the <a@b.example> bank)']],
  [
    'results of other servers below its own',
    [results(PASS), 'Authentication-Results: relay.example; dmarc=fail', FROM],
  ],
])('verified: %s', (_, headers) => {
  expect(verify(headers).author).toBe('verified')
})

test.each<[string, string[]]>([
  ['no results at all', [FROM]],
  ['the server did nothing', [results('none'), FROM]],
  ['DMARC failed', [results('dmarc=fail header.from=bank.example'), FROM]],
  [
    'DMARC failed although a signature of the organisation passed: its owner wants more',
    [results('dkim=pass header.d=other.bank.example; dmarc=fail header.from=bank.example'), FROM],
  ],
  ['DMARC passed for another domain', [results('dmarc=pass header.from=evil.example'), FROM]],
  ['DMARC passed for nobody knows whom', [results('dmarc=pass'), FROM]],
  ['DMARC passed for the organisation only', [results(PASS), 'From: a@mail.bank.example']],
  [
    'two DMARC results, of which the sender wrote one',
    [results(`dmarc=pass header.from=bank.example; dmarc=fail`), FROM],
  ],
  ['DMARC passed for two domains', [results(`${PASS} header.from=evil.example`), FROM]],
  ['DKIM passed for another domain', [results('dkim=pass header.d=evil.example'), FROM]],
  ['DKIM passed for nobody knows whom', [results('dkim=pass'), FROM]],
  ['DKIM failed', [results('dkim=fail header.d=bank.example'), FROM]],
  ['DKIM was neutral', [results('dkim=neutral header.d=bank.example'), FROM]],
  ['SPF alone', [results('spf=pass smtp.mailfrom=bank.example'), FROM]],
  ['ARC alone', [results('arc=pass header.oldest-pass=0'), FROM]],
  ['a domain that only begins alike', [results('dkim=pass header.d=bank.example.evil.example'), FROM]],
  ['a domain that only ends alike', [results('dkim=pass header.d=evilbank.example'), FROM]],
  ['another one under co.uk', [results('dkim=pass header.d=evil.co.uk'), 'From: a@bank.co.uk']],
  ['the suffix itself', [results('dkim=pass header.d=co.uk'), 'From: a@bank.co.uk']],
  ['a neighbour on a shared host', [results('dkim=pass header.d=evil.github.io'), 'From: a@bank.github.io']],
  [
    'the signer’s identity lies outside the signing domain',
    [results('dkim=pass header.d=bank.example header.i=@evil.example'), FROM],
  ],
  [
    'an identity of the bank under an evil signing domain',
    [results('dkim=pass header.d=evil.example header.i=@bank.example'), FROM],
  ],
  ['two signing domains', [results('dkim=pass header.d=evil.example header.d=bank.example'), FROM]],
  [
    'the domain stands in another property',
    [results('dkim=pass header.s=bank.example policy.d=bank.example'), FROM],
  ],
  ['a result in a comment', [results('dmarc=fail (dmarc=pass header.from=bank.example)'), FROM]],
  [
    'a result in a comment of a comment',
    [results('spf=fail ((; dmarc=pass header.from=bank.example))'), FROM],
  ],
  ['a result in a quoted string', [results('spf=fail reason="; dmarc=pass header.from=bank.example"'), FROM]],
  [
    'a bracket that ends a comment too early',
    [results('spf=fail (a) ; dmarc=pass header.from=bank.example )'), FROM],
  ],
  ['a result of another version', [results('dmarc/2=pass header.from=bank.example'), FROM]],
  [
    'its own results below somebody else’s',
    ['Authentication-Results: relay.example; none', results(PASS), FROM],
  ],
  ['its own results below a broken header', ['Authentication-Results: (', results(PASS), FROM]],
  [
    'a forged header that claims to pass, below the true one',
    [results('dmarc=fail header.from=bank.example'), results(PASS), FROM],
  ],
  ['another header’s name', [`X-Authentication-Results: ${SERVER}; ${PASS}`, FROM]],
  [
    'the original of a header that was replaced',
    [`Authentication-Results-Original: ${SERVER}; ${PASS}`, FROM],
  ],
  ['a seal of ARC', [`ARC-Authentication-Results: i=1; ${SERVER}; ${PASS}`, FROM]],
  ['results in the body', [FROM, 'Subject: a', '', results(PASS)]],
  ['more before the server’s name', [`Authentication-Results: evil-${SERVER}; ${PASS}`, FROM]],
  ['more behind the server’s name', [`Authentication-Results: ${SERVER}.evil.example; ${PASS}`, FROM]],
  ['a subdomain of the server', [`Authentication-Results: a.${SERVER}; ${PASS}`, FROM]],
  ['the server’s domain alone', [`Authentication-Results: own.example; ${PASS}`, FROM]],
  ['the server’s name in a comment', [`Authentication-Results: evil.example (${SERVER}); ${PASS}`, FROM]],
  [
    'the server’s name as the second of two',
    [`Authentication-Results: evil.example ${SERVER}; ${PASS}`, FROM],
  ],
  ['the server’s name in letters that look alike', [`Authentication-Results: mx.оwn.example; ${PASS}`, FROM]],
  ['two mailboxes', [results(PASS), 'From: news@bank.example, evil@evil.example']],
  ['two mailboxes without a comma', [results(PASS), 'From: <evil@evil.example> <news@bank.example>']],
  ['two From headers', [results(PASS), FROM, 'From: evil@evil.example']],
  ['the same From twice', [results(PASS), FROM, FROM]],
  ['no From', [results(PASS), 'Sender: news@bank.example']],
  ['an empty From', [results(PASS), 'From:']],
  ['a group', [results(PASS), 'From: Staff: news@bank.example;']],
  ['an address for a name', [results(PASS), 'From: news@bank.example <evil@evil.example>']],
  ['a quoted address for a name', [results(PASS), 'From: "news@bank.example" <evil@evil.example>']],
  [
    'an address in encoded words for a name',
    [results(PASS), 'From: =?utf-8?B?bmV3c0BiYW5rLmV4YW1wbGU=?= <evil@evil.example>'],
  ],
  ['an address in encoded words and no other', [results(PASS), 'From: =?utf-8?B?bmV3c0BiYW5rLmV4YW1wbGU=?=']],
  ['an address in a comment and no other', [results(PASS), 'From: (news@bank.example)']],
  [
    'a comment and a string that cross',
    [results(PASS), 'From: (") <evil@evil.example> (") <news@bank.example>'],
  ],
  ['a string without an end', [results(PASS), 'From: "Bank <news@bank.example>']],
  ['a route before the address', [results(PASS), 'From: <@evil.example:news@bank.example>']],
  ['two at signs', [results(PASS), 'From: evil@evil.example@bank.example']],
  ['letters that look alike', [results(PASS), 'From: news@bаnk.example']],
  ['an IP address for a domain', [results('dkim=pass header.d=192.0.2.1'), 'From: a@[192.0.2.1]']],
])('unverified: %s', (_, headers) => {
  expect(verify(headers).author).toBe('unverified')
})

test('nobody is verified, and nobody suspected, while the user’s own server is not known', () => {
  expect(verify([results(PASS), FROM], null)).toEqual({ author: 'unknown', list: 'unknown' })
  expect(verifyIdentities(null, SERVER)).toEqual({ author: 'unknown', list: 'unknown' })
})

test.each<[string, string, boolean]>([
  ['*.own.example', 'mx1.own.example', true],
  ['*.own.example', 'phl-mx-05.own.example', true],
  ['*.own.example', 'own.example', false],
  ['*.own.example', 'mx.evilown.example', false],
  ['*.own.example', 'mx.own.example.evil.example', false],
])('every host of a provider (%s): %s', (pinned, id, expected) => {
  const { author } = verify([`Authentication-Results: ${id}; ${PASS}`, FROM], pinned)
  expect(author).toBe(expected ? 'verified' : 'unverified')
})

test.each<[string, string[], boolean]>([
  [
    'its own signature',
    [results('dkim=pass header.d=lists.example'), 'List-Id: Choir <choir.lists.example>'],
    true,
  ],
  ['capitals', [results('dkim=pass header.d=Lists.Example'), 'List-Id: <CHOIR.Lists.example>'], true],
  [
    'the author’s signature only',
    [results('dkim=pass header.d=bank.example'), 'List-Id: <choir.lists.example>'],
    false,
  ],
  [
    'a failed one of its own',
    [results('dkim=fail header.d=lists.example'), 'List-Id: <choir.lists.example>'],
    false,
  ],
  ['DMARC for the author', [results(PASS), 'List-Id: <choir.bank.example>'], false],
  [
    'two lists',
    [results('dkim=pass header.d=lists.example'), 'List-Id: <a.lists.example>', 'List-Id: <b.x.example>'],
    false,
  ],
  [
    'its name in the description',
    [results('dkim=pass header.d=evil.example'), 'List-Id: choir.lists.example <a.evil2.example>'],
    false,
  ],
  ['a list of a public suffix', [results('dkim=pass header.d=evil.co.uk'), 'List-Id: <choir.co.uk>'], false],
])('a list with %s', (_, headers, expected) => {
  const pinnedList = verify([...headers, FROM]).list
  expect(pinnedList).toBe(expected ? 'verified' : 'unverified')
})

test('a list that changed the mail is still itself, though the author can’t be verified any more', () => {
  const headers = [
    results(
      'dkim=fail header.d=bank.example; dkim=pass header.d=lists.example; dmarc=fail header.from=bank.example',
    ),
    'List-Id: <choir.lists.example>',
    FROM,
  ]
  expect(verify(headers)).toEqual({ author: 'unverified', list: 'verified' })
})
