import { expect, test } from 'vitest'
import { isInCounter, trackingPath } from './tracking-path.ts'

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
  'email/imageopen/1',
  'zaehlpixel.gif',
  'webpixel/1',
  'mark-email-as-seen',
  'newsletter/ouverture.php?id=3344',
  'index.php?task=openStats',
  'webscr?cmd=_email-open',
  '?entryPoint=campaignTrackOpened',
  '?mailopen=7d8e9f0a',
  'b.gif?msg=7d8e9f0a',
  '1AB-9CDE-3FG/o.gif',
  'email/open.png?e=7d8e9f0a',
  'track/%6Fpen.php',
  'x?%65vent=%6Fpened',
])('speaks of opening: %s', (path) => {
  expect(trackingPath(new URL(`https://h.example/${path}`))).toBe('opening')
})

test.each([
  'open.shop.example',
  'opentrack.shop.example',
  'mail-tracker.shop.example',
  'links.trk2.shop.example',
  'pixel.shop.example',
])('a host that counts: %s', (host) => {
  expect(trackingPath(new URL(`https://${host}/a`))).toBe('counting')
  expect(trackingPath(new URL(`https://${host}/hero.jpg`))).toBeNull()
})

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
  'img/s.gif',
  'uploads/2026/11/open.png',
  'img/beacon.jpg',
  'img/s.gif?v=2',
  'images/opener-2026.jpg',
  'ouverture.gif',
  'images/letter-opening-hours.gif',
  'images/open-sign.gif',
  'pixelart/hero.gif',
  'x?title=opening-hours',
  'a/b.gif',
  '',
])('says nothing: %s', (path) => {
  expect(trackingPath(new URL(`https://h.example/${path}`))).toBeNull()
})

test.each(['o/a.gif', 'x/trk/a.gif', 'track/1/a.gif'])('among counters: %s', (path) => {
  expect(isInCounter(new URL(`https://h.example/${path}`))).toBe(true)
})

test.each(['o.gif', 'images/a.gif', 'track.gif', 'photo/a.gif'])('not among counters: %s', (path) => {
  expect(isInCounter(new URL(`https://h.example/${path}`))).toBe(false)
})
