import { expect, test } from 'vitest'
import { originalOfProxied } from './unwrap-proxy.ts'

const original = (url: string) => originalOfProxied(new URL(url))?.href ?? null

test.each([
  [
    'https://ci3.googleusercontent.com/proxy/abc=s0-d-e1-ft#https://h.example/o.gif',
    'https://h.example/o.gif',
  ],
  ['https://ecp.yusercontent.com/mail?url=https%3A%2F%2Fh.example%2Fo.gif&t=1', 'https://h.example/o.gif'],
  [
    'https://external-content.duckduckgo.com/iu/?u=https%3A%2F%2Fh.example%2Fo.gif',
    'https://h.example/o.gif',
  ],
  ['https://wsrv.nl/?url=https://h.example/o.gif&w=1', 'https://h.example/o.gif'],
  [
    'https://mail.proton.me/api/core/v4/images?Url=https%3A%2F%2Fh.example%2Fo.gif',
    'https://h.example/o.gif',
  ],
  [
    `https://camo.githubusercontent.com/0a1b/${Buffer.from('https://h.example/o.gif').toString('hex')}`,
    'https://h.example/o.gif',
  ],
])('%s', (url, href) => {
  expect(original(url)).toBe(href)
})

test.each([
  'https://h.example/a#https://b.example',
  'https://ci3.googleusercontent.com/proxy/abc',
  'https://ecp.yusercontent.com/mail?url=javascript:1',
  'https://wsrv.nl.h.example/?url=https://h.example/o.gif',
  'https://wsrv.nl/?u=https://h.example/o.gif',
  'https://camo.githubusercontent.com/0a1b/zz',
])('no proxy, or nothing in it: %s', (url) => {
  expect(original(url)).toBeNull()
})
