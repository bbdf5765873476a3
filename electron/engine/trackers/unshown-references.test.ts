import { describe, expect, test } from 'vitest'
import { LIMITS } from './limits.ts'
import { findUnshown, type UnshownContent } from './unshown-references.ts'

/** "R kind url" for what is fetched and "L url" for what waits for a click. */
function found(kind: UnshownContent['kind'], ...lines: string[]): string[] {
  const { references, links } = findUnshown([{ kind, content: lines.join('\n') }], [])
  return [...references.map((one) => `R ${one.kind} ${one.url}`), ...links.map((one) => `L ${one.url}`)]
}

describe('a calendar', () => {
  test.each([
    ['ATTACH:https://a.example/x.pdf', 'R calendar https://a.example/x.pdf'],
    ['ATTACH;FMTTYPE=text/html;FILENAME=x:https://a.example/x', 'R calendar https://a.example/x'],
    ['ATTACH;VALUE=URI:https://a.example/bell.wav', 'R calendar https://a.example/bell.wav'],
    ['attach:https://a.example/a\\,b', 'R calendar https://a.example/a,b'],
    ['IMAGE;VALUE=URI;DISPLAY=BADGE:https://a.example/x.png', 'R calendar https://a.example/x.png'],
    ['SOURCE;VALUE=URI:https://a.example/x.ics', 'R calendar https://a.example/x.ics'],
    ['DESCRIPTION;ALTREP="https://a.example/x.html":Words', 'R calendar https://a.example/x.html'],
    [
      'DESCRIPTION;ALTREP="data:text/html,%3Cimg%20src=%22https://a.example/p.gif%22%3E":Words',
      'R img https://a.example/p.gif',
    ],
    ['X-ALT-DESC;FMTTYPE=text/html:<img src="https://a.example/p.gif">\\n', 'R img https://a.example/p.gif'],
    [
      'STYLED-DESCRIPTION;FMTTYPE=text/html:<p background=//a.example/p.gif>',
      'R background https://a.example/p.gif',
    ],
    ['STYLED-DESCRIPTION;VALUE=URI:https://a.example/x.html', 'R calendar https://a.example/x.html'],
    ['URL:https://a.example/event', 'L https://a.example/event'],
    ['URL;VALUE=URI:https://a.example/event', 'L https://a.example/event'],
    ['CONFERENCE;VALUE=URI;FEATURE=AUDIO:https://a.example/m', 'L https://a.example/m'],
    ['DESCRIPTION:Join at https://a.example/m\\nor call', 'L https://a.example/m'],
    ['X-ALT-DESC;FMTTYPE=text/html:<a href="https://a.example/m">Join</a>', 'L https://a.example/m'],
    ['LOCATION:https://a.example/m', 'L https://a.example/m'],
  ])('%s', (line, expected) => {
    expect(found('calendar', 'BEGIN:VEVENT', line, 'END:VEVENT')).toEqual([expected])
  })

  test.each([
    ['ATTACH;VALUE=BINARY;ENCODING=BASE64:aHR0cHM6Ly9hLmV4YW1wbGUv'],
    ['ATTACH:cid:part1@a.example'],
    ['ATTACH;VALUE=URI:Basso'],
    ['ATTENDEE;CN="https://a.example/":mailto:a@a.example'],
    ['ORGANIZER:mailto:a@a.example'],
    ['UID:https://a.example/uid'],
    ['TZURL:http://tzurl.org/zoneinfo/Europe/Berlin'],
    ['PRODID:-//https://a.example//EN'],
    ['X-ALT-DESC;FMTTYPE=text/html:<p>https words</p>'],
    ['XATTACH:https://a.example/x'],
    ['DESCRIPTION;ALTREP="cid:part3":Words'],
  ])('%s fetches and offers nothing', (line) => {
    expect(found('calendar', line)).toEqual([])
  })

  test('an address that is folded is put together again', () => {
    expect(found('calendar', 'ATTACH:https://a.exam', ' ple/very/', '\tlong')).toEqual([
      'R calendar https://a.example/very/long',
    ])
  })
})

describe('a contact card', () => {
  test.each([
    ['PHOTO;VALUE=URL:https://a.example/p.jpg'],
    ['PHOTO;URL:https://a.example/p.jpg'],
    ['PHOTO;VALUE=uri:https://a.example/p.jpg'],
    ['PHOTO;MEDIATYPE=image/jpeg:https://a.example/p.jpg'],
    ['item2.PHOTO;TYPE=JPEG;VALUE=uri:https\\://a.example/p.jpg'],
    ['PHOTO;VALUE=URL;ENCODING=QUOTED-PRINTABLE:https=3A//a.example/=', 'p.jpg'],
    ['LOGO:https://a.example/p.jpg'],
    ['SOUND;VALUE=uri:https://a.example/p.jpg'],
    ['KEY;VALUE=uri:https://a.example/p.jpg'],
    ['SOURCE:https://a.example/p.jpg'],
  ])('%s is fetched', (...lines) => {
    expect(found('contact', 'BEGIN:VCARD', ...lines, 'END:VCARD')).toEqual([
      'R contact-photo https://a.example/p.jpg',
    ])
  })

  test.each([
    ['URL:https://a.example/'],
    ['item1.URL;type=WORK:https\\://a.example/'],
    ['X-SOCIALPROFILE;type=twitter:https://a.example/'],
    ['NOTE:See https://a.example/'],
    ['CALURI:https://a.example/'],
  ])('%s waits for a click', (line) => {
    expect(found('contact', line)).toEqual(['L https://a.example/'])
  })

  test.each([
    ['PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD'],
    ['PHOTO:data:image/jpeg;base64,/9j/4AAQ'],
    ['PHOTO;ENCODING=BASE64;JPEG:', ' aHR0cHM6Ly9hLmV4YW1wbGUv', ''],
    ['FN:https://a.example/'],
    ['EMAIL:a@a.example'],
  ])('%s is neither', (...lines) => {
    expect(found('contact', ...lines)).toEqual([])
  })
})

describe('an AMP part', () => {
  test.each([
    ['<amp-img src="https://a.example/x" width=1 height=1>', 'R unshown https://a.example/x'],
    ['<amp-anim src="https://a.example/x">', 'R unshown https://a.example/x'],
    ['<amp-img srcset="https://a.example/x 2x">', 'R srcset https://a.example/x'],
    ['<amp-pixel src="https://a.example/x">', 'R unshown https://a.example/x'],
    ['<amp-list src="https://a.example/x">', 'R other https://a.example/x'],
    ['<amp-state src="https://a.example/x">', 'R other https://a.example/x'],
    ['<amp-autocomplete src="https://a.example/x">', 'R other https://a.example/x'],
    ['<amp-iframe src="https://a.example/x">', 'R iframe https://a.example/x'],
    ['<amp-video src="https://a.example/x">', 'R video https://a.example/x'],
    ['<amp-video poster="https://a.example/x">', 'R poster https://a.example/x'],
    ['<amp-audio src="https://a.example/x">', 'R audio https://a.example/x'],
    ['<form action-xhr="https://a.example/x">', 'R form https://a.example/x'],
    ['<form verify-xhr="https://a.example/x">', 'R form https://a.example/x'],
    ['<style amp-custom>p{background:url(https://a.example/x)}</style>', 'R css-image https://a.example/x'],
    ['<a href="https://a.example/x">', 'L https://a.example/x'],
  ])('%s', (markup, expected) => {
    expect(found('html', markup)).toEqual([expected])
  })
})

test.each([
  ['content-location', 'https://a.example/x', ['R content-location https://a.example/x']],
  ['content-location', 'x.png', []],
  ['content-location', 'cid:x', []],
  ['content-location', 'file:///C:/x.htm', []],
  ['content-location', 'mhtml:file://C:\\x.mht', []],
  ['external-body', 'https://a.example/x', ['R external-body https://a.example/x']],
  ['external-body', 'ftp://a.example/pub/x', ['R external-body ftp://a.example/pub/x']],
  ['external-body', 'mailto:a@a.example', []],
] as const)('%s %s', (kind, address, expected) => {
  expect(found(kind, address)).toEqual(expected)
})

test('the same address counts once, stands in no part, and nothing is said of its looks', () => {
  const calendar = { kind: 'calendar' as const, content: 'ATTACH:https://a.example/x' }
  expect(findUnshown([calendar, calendar], []).references).toEqual([
    {
      ...{ part: null, kind: 'calendar', url: 'https://a.example/x', raw: 'https://a.example/x' },
      parsed: new URL('https://a.example/x'),
      ...{ width: null, height: null, hidden: false, shownElsewhere: false, uses: 1, last: false },
    },
  ])
})

test('however much there is, no more is kept than of a part', () => {
  const many = Array.from(
    { length: 6_000 },
    (_, n) => `ATTACH:https://a.example/${n}\nURL:https://a.example/${n}`,
  )
  const { references, links } = findUnshown([{ kind: 'calendar', content: many.join('\n') }], [])
  expect([references.length, links.length]).toEqual([LIMITS.references, LIMITS.links])
})
