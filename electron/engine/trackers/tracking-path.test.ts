import { expect, test } from 'vitest'
import { trackingPath } from './tracking-path.ts'

test.each([
  'track/open.php',
  'email/open/123',
  'opens/AbC/blank.gif',
  'beacon/x.gif',
  'pixel.gif',
  'pixel2.gif',
  'px/abc',
  'email_open_log.php',
  'OpenTracking/1',
  'mail-opened?x=1',
  'api/mailings/opened/x',
  'x?event=opened',
  'x?l=open&c=2',
  'a.gif?en=email-tracking.opened',
])('speaks of opening: %s', (path) => {
  expect(trackingPath(new URL(`https://h.example/${path}`))).toBe('opening')
})

test.each(['open.shop.example', 'links.trk2.shop.example', 'pixel.shop.example'])(
  'a host that counts: %s',
  (host) => {
    expect(trackingPath(new URL(`https://${host}/a`))).toBe('counting')
    expect(trackingPath(new URL(`https://${host}/hero.jpg`))).toBeNull()
  },
)

test.each(['track/x', 'trk/abc.gif', 't/abc', 'stats/1', 'e/o/abc', 'collect', 'receipt/9'])(
  'counts: %s',
  (path) => {
    expect(trackingPath(new URL(`https://h.example/${path}`))).toBe('counting')
  },
)

test.each([
  'images/open-house.jpg',
  'track/opening-night.jpg',
  'opensource/logo.png',
  'pixel-9-pro.jpg',
  'open-sans/font.woff2',
  'stats/chart.png',
  'emails/hero.png',
  'x?q=open',
  'x?title=opening-hours',
  'a/b.gif',
  '',
])('says nothing: %s', (path) => {
  expect(trackingPath(new URL(`https://h.example/${path}`))).toBeNull()
})
