import { expect, test } from 'vitest'
import { readableIdentity } from './readable-identity.ts'

test.each([
  ['xn--mgbh0fb.xn--kgbechtv', 'مثال.إختبار'],
  ['xn--pgbep1f.example', 'متجر.example'],
  ['xn--bcher-kva.example', 'bücher.example'],
  ['xn--strae-oqa.example', 'straße.example'],
  ['xn--prsident-c1a.example', 'président.example'],
  ['xn--r8jz45g.xn--zckzah', '例え.テスト'],
  ['xn--fiqs8s.example', '中国.example'],
  ['xn--80a1acny.xn--p1ai', 'почта.рф'],
  ['xn--hxajbheg2az3al.xn--jxalpdlp', 'παράδειγμα.δοκιμή'],
  ['xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g', 'उदाहरण.परीक्षा'],
  ['xn--a-long-nme-with-ll-sme-marks-lncv45c.example', 'a-long-nåme-with-äll-söme-marks.example'],
  ['shop.example', 'shop.example'],
])('%s is read as %s, alone or in an address', (ascii, readable) => {
  expect(readableIdentity(ascii)).toBe(readable)
  expect(readableIdentity(`news@${ascii}`)).toBe(`news@${readable}`)
})

test.each([
  // "apple" and "paypal" in Cyrillic letters, and a mixture.
  'xn--80ak6aa92e.example',
  'xn--pypal-4ve.example',
  'xn--ggle-55da.example',
])('%s stays in the form that gives it away', (ascii) => {
  expect(readableIdentity(ascii)).toBe(ascii)
})

test.each(['xn--', 'xn--a', 'xn--99999999999', 'xn--\u00e9', 'xn--abc-', 'xn---', 'xn--ls8h'])(
  'what is no name stays as it is: %s',
  (label) => {
    expect(readableIdentity(`${label}.example`)).toBe(`${label}.example`)
  },
)
