import { expect, test } from 'vitest'
import { analyseMessage } from './analyse-message.ts'
import type { UnshownContent } from './unshown-references.ts'

const OPEN = 'https://a.us1.list-manage.com/track/open.php?u=1&id=2'
const ME = 'layla@example.org'
const TOKEN = 'Zx81kQpT7vLm2Rw9Yb4N'

function judge(unshown: UnshownContent[], headers: { name: string; value: string }[] = []) {
  return analyseMessage({ parts: [], unshown, headers, recipients: [ME] })
}

const places: [string, (url: string) => ReturnType<typeof judge>][] = [
  ['a header', (url) => judge([], [{ name: 'x-image-url', value: url }])],
  ['Content-Location', (url) => judge([{ kind: 'content-location', content: url }])],
  ['an external body', (url) => judge([{ kind: 'external-body', content: url }])],
  ['a calendar', (url) => judge([{ kind: 'calendar', content: `ATTACH:${url}` }])],
  ['a contact card', (url) => judge([{ kind: 'contact', content: `PHOTO:${url}` }])],
  ['AMP', (url) => judge([{ kind: 'html', content: `<amp-img src="${url.replaceAll('&', '&amp;')}">` }])],
]

test.each(places)(
  'in %s, a service that is known and an address of the reader are trackers',
  (_, inPlace) => {
    expect(inPlace(OPEN)).toMatchObject({
      references: [{ part: null, verdict: 'tracker', service: 'Mailchimp' }],
      summary: { trackers: 1, services: ['Mailchimp'] },
    })
    for (const written of [encodeURIComponent(ME), Buffer.from(ME).toString('base64url')]) {
      const { references } = inPlace(`https://pictures.example/${written}/a.png`)
      expect(references).toMatchObject([
        { verdict: 'tracker', reasons: expect.arrayContaining(['carries-your-address']) },
      ])
    }
  },
)

test.each(places)(
  'in %s, a file like any other is no tracker for standing where nobody looks',
  (_, inPlace) => {
    for (const url of [
      'https://www.example.com/logo.png',
      'https://files.example/2024/agenda.pdf',
      'http://example.com/',
    ]) {
      const [reference] = inPlace(url).references
      expect(reference).toMatchObject({ verdict: 'plain', service: null })
      expect(reference?.reasons).not.toContain('one-pixel')
      expect(reference?.reasons).not.toContain('hidden')
    }
  },
)

test.each(places.filter(([name]) => name !== 'Content-Location'))(
  'in %s, a mark that only one reader can have is suspect',
  (_, inPlace) => {
    expect(inPlace(`https://files.example/get?recipient=${TOKEN}`).references).toMatchObject([
      { verdict: 'suspect' },
    ])
  },
)

test.each([
  [
    'Content-Location of a page that was kept',
    'content-location',
    `https://www.example.com/a;jsessionid=${TOKEN}`,
  ],
  ['Content-Location of a picture that is included', 'content-location', `http://img.example.com/${TOKEN}`],
  ['calendar', 'calendar', `ATTACH:https://drive.google.com/file/d/${TOKEN}/view?usp=drive_web`],
  ['calendar', 'calendar', `ATTACH:https://docs.google.com/document/d/${TOKEN}/edit`],
  ['calendar', 'calendar', 'ATTACH;VALUE=URI:https://calendar.example/sounds/bell-2024.wav'],
  ['contact', 'contact', `PHOTO;VALUE=uri:https://lh3.googleusercontent.com/a/${TOKEN}=s96-c`],
] as const)('a harmless %s: %s', (_, kind, content) => {
  expect(judge([{ kind, content }]).summary).toMatchObject({ trackers: 0, suspects: 0, plain: 1 })
})

test('the logo that the receiving server found is content', () => {
  const value = 'v=BIMI1; l=https://bimi.example/logo.svg; a=https://bimi.example/cert.pem'
  expect(judge([], [{ name: 'bimi-location', value }]).summary).toMatchObject({
    plain: 2,
    suspects: 0,
    trackers: 0,
  })
})

test('what is not shown changes nothing of how the shown is judged', () => {
  const parts = [
    {
      kind: 'html' as const,
      content: '<p>Hi</p><img src="https://s.example/a.png?i=12345" width=2 height=2>',
    },
  ]
  const alone = analyseMessage({ parts, headers: [], recipients: [] })
  const { references } = analyseMessage({
    parts,
    unshown: [{ kind: 'html', content: '<amp-img src="https://other.example/b.png" width=600 height=200>' }],
    headers: [],
    recipients: [],
  })
  expect(references[0]).toEqual(alone.references[0])
  expect(references.map(({ part }) => part)).toEqual([0, null])
})

test('an address that reports from AMP reports from the HTML too', () => {
  const { references } = analyseMessage({
    parts: [{ kind: 'html', content: '<p>Hi</p><img src="https://s.example/p?uid=8837461">' }],
    unshown: [
      { kind: 'html', content: '<p>Hi</p><amp-img src="https://s.example/p?uid=8837461" width=1 height=1>' },
    ],
    headers: [],
    recipients: [],
  })
  expect(references.map(({ part, verdict }) => [part, verdict])).toEqual([
    [0, 'tracker'],
    [null, 'tracker'],
  ])
})
