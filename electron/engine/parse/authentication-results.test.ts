import { expect, test } from 'vitest'
import { readAuthenticationResults } from './authentication-results.ts'

/** "dkim=pass header.d=a.example": results as they would be written without anything that may be left out. */
function plain(value: string): string[] | null {
  const read = readAuthenticationResults(value)
  return (
    read && [
      read.authservId,
      ...read.results.map(({ method, result, properties }) =>
        [`${method}=${result}`, ...properties.map(({ name, value }) => `${name}=${value}`)].join(' '),
      ),
    ]
  )
}

test.each<[string, string, string[]]>([
  ['the examples of RFC 8601: nothing was done', 'example.org 1; none', ['example.org']],
  [
    'one result',
    'example.com; spf=pass smtp.mailfrom=example.net',
    ['example.com', 'spf=pass smtp.mailfrom=example.net'],
  ],
  [
    'comments everywhere',
    "foo.example.net (foobar) 1 (baz);\tdkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462",
    ['foo.example.net', 'dkim=fail policy.expired=1362471462'],
  ],
  [
    'two signatures',
    'example.com; dkim=pass reason="good signature" header.i=@mail-router.example.net; dkim=fail reason="bad signature" header.i=@newyork.example.com',
    [
      'example.com',
      'dkim=pass reason=good signature header.i=@mail-router.example.net',
      'dkim=fail reason=bad signature header.i=@newyork.example.com',
    ],
  ],
  [
    'Gmail',
    'mx.google.com;       dkim=pass header.i=@shop.example header.s=s1 header.b="Ab/c+d=="; spf=pass (google.com: domain of bounce+1=a@shop.example designates 192.0.2.1 as permitted sender) smtp.mailfrom="bounce+1=a@shop.example"; dmarc=pass (p=NONE sp=QUARANTINE dis=NONE) header.from=shop.example',
    [
      'mx.google.com',
      'dkim=pass header.i=@shop.example header.s=s1 header.b=Ab/c+d==',
      'spf=pass smtp.mailfrom=bounce+1=a@shop.example',
      'dmarc=pass header.from=shop.example',
    ],
  ],
  ['an address with "=" in it', 'a; spf=pass smtp.mailfrom=b+x=y@z', ['a', 'spf=pass smtp.mailfrom=b+x=y@z']],
  ['a quoted local part', 'a; auth=pass smtp.auth="x y"@z', ['a', 'auth=pass smtp.auth=x y@z']],
  [
    'escapes in a quoted string',
    String.raw`a; x=pass reason="a\"b\\c"`,
    ['a', String.raw`x=pass reason=a"b\c`],
  ],
  ['a semicolon in a quoted string', 'a; x=fail reason="; dkim=pass"', ['a', 'x=fail reason=; dkim=pass']],
  ['a result in a comment', 'a; x=fail (; dkim=pass header.d=b)', ['a', 'x=fail']],
  ['comments in comments', 'a; x=fail (b (c) ; dkim=pass (d))', ['a', 'x=fail']],
  ['an escaped bracket in a comment', String.raw`a; x=fail (b \) ; dkim=pass)`, ['a', 'x=fail']],
  ['capitals', 'MX.Example; DKIM=Pass Header.D=A.example', ['mx.example', 'dkim=pass header.d=A.example']],
  ['a quoted id', '"mx.example"; none', ['mx.example']],
  ['a last semicolon', 'a; x=pass;', ['a', 'x=pass']],
  ['no blank anywhere', 'a;x=pass b.c=d;y=fail', ['a', 'x=pass b.c=d', 'y=fail']],
  ['another version of a method', 'a; dkim/2=pass header.d=b; spf=pass', ['a', 'spf=pass']],
  ['only an id', 'a', ['a']],
])('%s', (_, value, expected) => {
  expect(plain(value)).toEqual(expected)
})

test.each<[string, string]>([
  ['nothing at all', ''],
  [
    'no id, as Exchange Online writes it',
    'spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=b; dkim=pass header.d=b',
  ],
  ['an empty id', '; dkim=pass header.d=b'],
  ['an empty quoted id', '""; dkim=pass header.d=b'],
  ['two ids', 'mx.example evil.example; dkim=pass'],
  ['another version', 'mx.example 2; dkim=pass header.d=b'],
  ['a comment without an end', 'mx.example; dkim=pass header.d=b (c'],
  ['a comment that ends twice', 'mx.example; spf=fail (c) ) ; dkim=pass header.d=b'],
  ['a quoted string without an end', 'mx.example; spf=fail reason="c; dkim=pass header.d=b'],
  ['words that belong to nothing', 'mx.example; spf=fail because dkim=pass'],
  ['a value without a name', 'mx.example; =pass'],
  ['a name without a value', 'mx.example; dkim= ; spf=pass'],
  ['a name split in two', 'mx.example; dkim=pass hea der.d=b'],
  ['two equal signs', 'mx.example; dkim= =pass'],
])('%s is nobody’s word', (_, value) => {
  expect(readAuthenticationResults(value)).toBeNull()
})

test('a hostile header costs no more time than its length', () => {
  for (const piece of ['(', '(\\', '"', 'a=', '; ', 'a.b ', '("']) {
    const value = `a; ${piece.repeat(100_000)}`
    expect(() => readAuthenticationResults(value)).not.toThrow()
  }
})
