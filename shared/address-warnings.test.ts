import { expect, test } from 'vitest'
import { addressWarnings } from './address-warnings.ts'

/** As a parsed address has it, the host in its own script. */
function warn(address: string) {
  const { user = '', host = '' } =
    /^https?:\/\/(?:(?<user>[^/@]*)@)?(?<host>[^/]+)/.exec(address)?.groups ?? {}
  const readableHost = /[^\0-\x7f]/.test(host) ? host : null
  return addressWarnings({ hostname: host, username: user, password: '', readableHost })
}

test.each([
  ['Cyrillic through and through', 'https://аррӏе.com/'],
  ['a Cyrillic word, all of look-alikes', 'https://раураӏ.com/login'],
  ['in a subdomain', 'https://раураӏ.secure.example/'],
  ['Greek', 'https://οα.com/'],
  ['Armenian', 'https://օոո.com/'],
  ['Latin letters of phonetic script', 'https://ɡooɡle.com/'],
  ['a dotless i', 'https://mıcrosoft.com/'],
  ['a mark on a name that is imitated', 'https://pạypal.com/'],
  ['an accent on a name that is imitated', 'https://gmáil.com/'],
  ['the name beside another word', 'https://secure-pаypal.com/'],
])('look-alike letters: %s', (_why, address) => {
  expect(warn(address)).toContain('look-alike-letters')
})

test.each([
  ['Latin and Cyrillic', 'https://pаypal.com/'],
  ['Latin and Greek', 'https://gοogle.com/'],
  ['Cyrillic and Greek', 'https://кοт.example/'],
  ['Arabic and Hebrew', 'https://سلامא.example/'],
  ['three scripts', 'https://shopマт.example/'],
  ['in one label of many', 'https://login.bаnk-of-x.example/'],
])('mixed scripts: %s', (_why, address) => {
  expect(warn(address)).toContain('mixed-scripts')
})

test.each([
  ['a German name', 'https://bücher.example/'],
  ['a French one', 'https://café.example/'],
  ['a Polish one', 'https://żółw.pl/'],
  ['a Turkish one', 'https://çiçek.example/'],
  ['an Arabic domain', 'https://موقع.وزارة-الاتصالات.مصر/'],
  ['Arabic beside digits', 'https://متجر24.example/'],
  ['a Hebrew one', 'https://שלום.example/'],
  ['a Russian word', 'https://пример.example/'],
  ['a Russian word of look-alikes under a Russian ending', 'https://сор.рф/'],
  ['a Greek word', 'https://παράδειγμα.example/'],
  ['kana and Han', 'https://日本のお店.example/'],
  ['kana, Han and Latin', 'https://tokyoラーメン店.example/'],
  ['Han', 'https://例子.example/'],
  ['Hangul', 'https://쇼핑-24.example/'],
  ['Latin beside Thai', 'https://ร้านshop.example/'],
  ['Devanagari', 'https://उदाहरण.example/'],
  ['labels of different scripts', 'https://shop.пример.example/'],
  ['digits in a name', 'https://1.2.3.4.shop.example/'],
  ['an at sign in the path', 'https://social.example/@writer'],
])('nothing to warn of: %s', (_why, address) => {
  expect(warn(address)).toEqual([])
})

test('a name in front of the host, a number for a host', () => {
  expect(warn('https://paypal.com@evil.example/')).toEqual(['hidden-user'])
  expect(warn('https://192.0.2.1/')).toEqual(['bare-address'])
  expect(warn('https://[2001:db8::1]/')).toEqual(['bare-address'])
  expect(warn('https://a@192.0.2.1/')).toEqual(['hidden-user', 'bare-address'])
})
