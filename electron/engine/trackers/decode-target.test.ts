import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeTarget } from './decode-target.ts'

const T = 'https://www.example.org/news/42?a=1&b=2'
const b64 = (text: string): string => Buffer.from(text).toString('base64url')
const json = (value: unknown): string => b64(JSON.stringify(value))
const part = encodeURIComponent(T)
const BASE32 = 'NB2HI4DTHIXS653XO4XGK6DBNVYGYZJON5ZGOL3OMV3XGLZUGI'

test.each([
  ['query:url', `?x=1&url=${part}`, T],
  ['query:url', `?URL=${part}`, T],
  ['query-schemeless:u', `?u=${encodeURIComponent('www.example.org/a')}`, 'https://www.example.org/a'],
  ['query-base64:u', `?u=${b64(T)}`, T],
  ['query-base64:u', `?u=${b64(part)}`, T],
  ['query-base64json:p:p.url', `?p=${json({ p: JSON.stringify({ url: T }) })}`, T],
  ['query-base64-last-field:T', `?T=${b64(`1:2:${b64(T)}`)}`, T],
  ['query-tail:https?://', `?type=click&&&101&&&${T}`, T],
  [
    'query-proofpoint:u',
    '?u=https-3A__www.example.org_news_42-3Fa-3D1',
    'https://www.example.org/news/42?a=1',
  ],
  ['query-zeta:V', `?E${b64('a@b')}/C${b64('{}')}/V${b64(T)}`, T],
  ['path:1', `L0/${part}/1/x`, T],
  ['path:-1', `x/${part}`, T],
  ['path-schemeless:1', `3s/${encodeURIComponent('www.example.org/a')}/x`, 'https://www.example.org/a'],
  ['path-rest:0', 'https://www.example.org/news/42?a=1&b=2', T],
  ['path-rest-schemeless:2', 'amp/s/www.example.org/a', 'https://www.example.org/a'],
  ['path-base64:-1', `x/${b64(T)}`, T],
  ['path-base64json:2:href', `e/c/${json({ href: T })}/sig`, T],
  ['path-base64json:2:e', `redirect/2/${json({ e: T })}.signature`, T],
  ['path-jwt:1:url', `l/${json({ alg: 'x' })}.${json({ url: T })}.sig/s`, T],
  ['path-base32:1', `c/${BASE32}`, 'https://www.example.org/news/42'],
  ['path-zlib-qs:1:l', `c/${deflateSync(`h=1&l=${part}&r=a%40b`).toString('base64url')}`, T],
  [
    'path-sparkpost:1',
    `f/${Buffer.concat([Buffer.from([0x46, 0x04, 1, 2, 3, 4, 0x44, T.length]), Buffer.from(T)]).toString('base64url')}~`,
    T,
  ],
  ['proofpoint-v3', 'v3/__https://www.example.org/a__;!!x', 'https://www.example.org/a'],
  ['proofpoint-v3', 'v3/__https://www.example.org/a*b__;Iw!!x$', 'https://www.example.org/a#b'],
  ['proofpoint-v3', 'v3/__https://www.example.org/a*20b*20c__;JSU!!x$', 'https://www.example.org/a%20b%20c'],
  ['proofpoint-v3', 'v3/__https://www.example.org/?a**Bb__;JSUl!!x$', 'https://www.example.org/?a%%%b'],
  [
    'query-tail:https?://',
    '?a&&&https://www.example.org/x?u=https://b.example/',
    'https://www.example.org/x?u=https://b.example/',
  ],
  ['between:___:___', 'v2/___https:/www.example.org/a___.x', 'https://www.example.org/a'],
])('%s from %s', (recipe, rest, target) => {
  expect(decodeTarget(new URL(`https://h.example/${rest}`), recipe)?.href).toBe(target)
})

test.each([
  ['opaque', '?url=https://x'],
  ['unheard-of:1', 'x'],
  ['query:url', ''],
  ['query:url', '?url=javascript:alert(1)'],
  ['query:url', '?url=/relative'],
  ['query:url', '?url=https://'],
  ['query-base64:u', '?u=%00'],
  ['path-base64json:0:a.b.c', b64('{"a":{"b":[1]}}')],
  ['path-base64json:0:__proto__', b64('{}')],
  ['path-jwt:0:url', 'a.b.c'],
  ['path-zlib-qs:0:l', deflateSync(Buffer.alloc(10_000_000)).toString('base64url')],
  ['path-sparkpost:0', 'RERE'],
  ['path:9', 'a/b'],
  ['between:___:___', 'v2/___https://x'],
  ['proofpoint-v3', 'v3/__https://x'],
])('%s gives nothing from %s', (recipe, rest) => {
  expect(decodeTarget(new URL(`https://h.example/${rest}`), recipe)).toBeNull()
})
