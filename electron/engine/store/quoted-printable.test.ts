import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quote, unquote } from './quoted-printable.ts'

const eol = fc.constantFrom('\r\n' as const, '\n' as const)
const pieces = fc.array(
  fc.constantFrom(
    ...['\r\n', '\n', '\r', '=\r\n', '=\n', '=3D', '=20', '=09', '=0D', '=0A', '=c3', '=C3=A9', '=41', '='],
    ...[' ', '\t', 'a', 'bc', 'some words here', 'A'.repeat(20), '\xe9'],
  ),
  { maxLength: 40 },
)

test('whatever is decoded is encoded again to the same bytes', () => {
  let decoded = 0
  fc.assert(
    fc.property(pieces, eol, (written, end) => {
      const text = Buffer.from(written.join(''), 'latin1')
      const found = unquote(text, end)
      if (found === undefined) return
      decoded += 1
      expect(quote(found.bytes, found.folding).equals(text)).toBe(true)
    }),
    { numRuns: 5_000 },
  )
  expect(decoded).toBeGreaterThan(100)
})

test('what an encoder has written is decoded, however it folds', () => {
  fc.assert(
    fc.property(pieces, eol, fc.integer({ min: 8, max: 80 }), fc.boolean(), (written, end, width, tight) => {
      const bytes = Buffer.from(written.join(''), 'latin1')
      expect(unquote(quote(bytes, { eol: end, width, tight }), end)?.bytes.equals(bytes)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
