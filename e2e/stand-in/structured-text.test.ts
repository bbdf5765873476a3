import { expect, test } from 'vitest'
import { decodeClone, encodeClone } from './structured-text.ts'

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const over = (value: unknown) => decodeClone(encodeClone(value, toBase64), fromBase64)

test('what crosses is what a structured clone would make of it', () => {
  const value = {
    text: 'مرحبا\u2028',
    none: undefined,
    empty: null,
    list: [1, undefined, [], ['array', 'x']],
    nested: { bytes: new Uint8Array([0, 127, 255]), when: new Date(0) },
    numbers: [Number.NaN, -1.5, Number.POSITIVE_INFINITY, 12n],
  }
  expect(over(value)).toEqual(structuredClone(value))
  expect(over(undefined)).toBeUndefined()
})

test('bytes stay bytes, and a Buffer arrives as plain bytes', () => {
  const crossed = over(Buffer.from('abc'))
  expect(crossed).toEqual(new Uint8Array([97, 98, 99]))
  expect(Buffer.isBuffer(crossed)).toBe(false)
})

test('a key named __proto__ stays a key', () => {
  const crossed = over(JSON.parse('{"__proto__":{"admin":true}}'))
  expect(Object.hasOwn(crossed as object, '__proto__')).toBe(true)
  expect((crossed as { admin?: boolean }).admin).toBeUndefined()
})

test.each([() => {}, Symbol('x'), new Map(), new Uint16Array(1)])('%s is refused', (value) => {
  expect(() => over(value)).toThrow(TypeError)
})
