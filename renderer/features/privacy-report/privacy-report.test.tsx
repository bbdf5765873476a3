import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { MailError } from '../../../shared/errors.ts'
import { type Account, accountSchema } from '../../../shared/models/account.ts'
import { privacyReportSchema, type PrivacyReport as Report } from '../../../shared/models/privacy-report.ts'
import { showTheme } from '../../styles/theme.ts'
import { showPage } from '../../testing/show-page.tsx'
import { PrivacyReport } from './privacy-report.tsx'

const accounts: Account[] = ['mona@example.org', 'work@example.org'].map((address, index) =>
  accountSchema.parse({
    ...{ id: index + 1, address, displayName: 'Mona', host: 'imap.example.org' },
    ...{ port: 993, security: 'tls', user: address, smtp: null },
  }),
)

const MAILS = [
  [31, 12, 0],
  [28, 9, 0],
  [40, 22, 2],
  [22, 6, 0],
  [0, 0, 0],
  [35, 14, 1],
  [44, 20, 0],
  [51, 31, 0],
  [38, 12, 0],
  [29, 17, 3],
  [47, 24, 0],
  [33, 15, 0],
] as const

function sampleReport(changes: Partial<Report> = {}): Report {
  const timeline = MAILS.map(([received, tracked, letIn], index) => ({
    ...{ from: new Date(2025, 11 + index, 1).getTime(), until: new Date(2025, 12 + index, 1).getTime() },
    ...{ received, tracked, letIn },
  }))
  return privacyReportSchema.parse({
    ...{ interval: 'month', from: timeline[0]?.from, until: timeline.at(-1)?.until },
    ...{ received: 398, tracked: 182, letIn: 6, trackers: 311, receiptsRefused: 4, waiting: 0, timeline },
    companies: [
      { company: 'Intuit', services: ['Mailchimp', 'Mandrill'], tracked: 61, letIn: 4 },
      { company: 'Twilio', services: ['Twilio SendGrid'], tracked: 40, letIn: 0 },
      { company: null, services: [], tracked: 33, letIn: 2 },
      { company: 'Klaviyo', services: ['Klaviyo'], tracked: 21, letIn: 0 },
      { company: 'HubSpot', services: ['HubSpot'], tracked: 14, letIn: 0 },
      { company: 'Brevo', services: ['Brevo (Sendinblue)'], tracked: 9, letIn: 0 },
    ],
    senders: [
      ['Spring Linen', 'news@linen.example', 48, 48, 3, 97, 0],
      ['مجلة الطريق', 'news@tareeq.example', 30, 28, 0, 28, 0],
      ['=HYPERLINK("http://evil.example")', 'spy@evil.example', 24, 22, 1, 66, 2],
      [
        'The Coffee Harvest and its very long name that nobody would ever read to the end',
        'c@h.example',
        19,
        17,
        0,
        17,
        0,
      ],
      ['', '', 9, 7, 0, 7, 0],
      ['Insurance', 'letters@insurance.example', 2, 0, 0, 0, 2],
    ].map(([name, address, received, tracked, letIn, trackers, receipts]) => ({
      ...{ name, address, received, tracked, letIn, trackers, receipts },
    })),
    senderCount: 23,
    ...changes,
  })
}

function show(
  options: { report?: Report; language?: 'en' | 'ar'; locale?: string; accounts?: Account[] } = {},
) {
  let closed = 0
  const saved: { filename: string; bytes: Uint8Array }[] = []
  const shown = showPage(<PrivacyReport accounts={options.accounts ?? accounts} onClose={() => closed++} />, {
    ...(options.language && { language: options.language }),
    ...(options.locale && { locale: options.locale }),
    engine: { 'privacy.report': () => options.report ?? sampleReport() },
    shell: {
      'shell.saveFile': (file) => {
        saved.push(file)
        return { saved: true }
      },
    },
  })
  return { ...shown, saved, closed: () => closed }
}

beforeEach(() => page.viewport(1280, 900))
afterEach(() => showTheme('system'))

test('the figures are said at one look, and what was let in is not hidden', async () => {
  show()
  const total = (name: string) => page.getByText(name, { exact: true }).element().parentElement
  await expect.element(page.getByText('Opens prevented', { exact: true }).first()).toBeVisible()
  expect(total('Share of tracked mail')?.textContent).toContain('46%')
  expect(total('Share of tracked mail')?.textContent).toContain('182 of 398 messages')
  expect(total('Receipts refused')?.textContent).toContain('4messages asked for word of your reading')
  await expect.element(page.getByText(/In 6 more you asked for a tracker/)).toBeVisible()
  await expect.element(page.getByText('176', { exact: true })).toBeVisible()
})

test('each chart says in words what it shows', async () => {
  show()
  const chart = (name: RegExp) => page.getByRole('img', { name })
  await expect
    .element(chart(/from December 2025 to November 2026: 176 opens prevented, most in July 2026 \(31\)/))
    .toBeVisible()
  await expect.element(chart(/46% of the mail had trackers, most in July 2026 \(61%\)/)).toBeVisible()
  await expect
    .element(chart(/6 entries, most trackers first: Intuit \(57\), Twilio \(40\), Company not known \(31\)/))
    .toBeVisible()
  await expect.element(chart(/5 entries, most trackers first: Spring Linen \(45\)/)).toBeVisible()
})

test('a bar tells the opens prevented from those of which a tracker was let in', async () => {
  show()
  const chart = page.getByRole('img', { name: /most trackers first: Intuit/ })
  await expect.element(chart).toBeVisible()
  const [intuit, twilio] = [...chart.element().querySelectorAll('[class*=_bar_]')]
  const widths = (bar: Element | undefined) =>
    [...(bar?.querySelectorAll('[class*=_length_]') ?? [])].map((one) => one.getBoundingClientRect().width)
  expect(intuit?.textContent).toContain('57')
  const [prevented, letIn] = widths(intuit)
  expect(letIn).toBeGreaterThan(0)
  expect(widths(twilio)).toHaveLength(1)
  expect((prevented ?? 0) / (widths(twilio)[0] ?? 1)).toBeCloseTo(57 / 40, 1)
  const card = page.getByRole('region', { name: 'Opens prevented by company' })
  await expect.element(card.getByText('Tracker let in')).toBeVisible()
})

test('columns are as high as their figures, and time runs along the reading', async () => {
  show({ language: 'ar' })
  const chart = page.getByRole('img', { name: /رسم أعمدة/ })
  await expect.element(chart).toBeVisible()
  const columns = [...chart.element().querySelectorAll('[class*=column]:last-child')].map((one) =>
    one.getBoundingClientRect(),
  )
  expect(columns).toHaveLength(12)
  const heights = columns.map(({ height }) => height)
  expect(heights.indexOf(Math.max(...heights))).toBe(7)
  expect(heights[4]).toBe(0)
  expect((heights[0] ?? 0) / (heights[7] ?? 1)).toBeCloseTo(12 / 31, 2)
  expect(columns[0]?.x).toBeGreaterThan(columns[11]?.x ?? Number.POSITIVE_INFINITY)
})

test('the tables hold every figure of the charts, and are reached with the keyboard', async () => {
  show()
  await page.getByRole('radio', { name: 'Charts' }).click()
  await userEvent.keyboard('{ArrowRight} ')
  const time = page.getByRole('table', { name: 'Opens prevented over time' })
  await expect.element(time).toBeVisible()
  const lines = (table: Element) =>
    [...table.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.textContent).join(' | '))
  expect(lines(time.element())[3]).toBe('February 2026 | 40 | 22 | 20 | 2 | 55%')
  expect(lines(time.element())[5]).toBe('April 2026 | 0 | 0 | 0 | 0 | –')
  const senders = page.getByRole('table', { name: 'Opens prevented by sender' })
  expect(lines(senders.element())[5]).toBe('Unknown sender |  | 9 | 7 | 7 | 0 | 7 | 0')
  expect(lines(senders.element())[6]).toBe('Insurance | letters@insurance.example | 2 | 0 | 0 | 0 | 0 | 2')
  expect(page.getByRole('img').elements()).toEqual([])
  await expect.element(page.getByText('and 17 more senders')).toBeVisible()
  await page.getByRole('radio', { name: 'Charts' }).click()
  await expect.element(page.getByText('and 18 more senders')).toBeVisible()
})

test('another time or account is asked for afresh', async () => {
  const { asked } = show()
  await page.getByRole('radio', { name: '30 days' }).click()
  await page.getByRole('radio', { name: 'work@example.org' }).click()
  await expect
    .poll(() => asked.map(({ input }) => input))
    .toEqual([
      { accountId: null, period: 'year', senders: 'most' },
      { accountId: null, period: 'month', senders: 'most' },
      { accountId: 2, period: 'month', senders: 'most' },
    ])
})

test('the file holds the totals and the tables with all senders, and no name in it is a formula', async () => {
  const { saved, asked } = show()
  await page.getByRole('button', { name: 'Export CSV' }).click()
  await expect.element(page.getByRole('button', { name: 'Saved' })).toBeVisible()
  const [file] = saved
  expect(file?.filename).toMatch(/^curtain-privacy-report-\d{4}-\d\d-\d\d\.csv$/)
  const text = new TextDecoder().decode(file?.bytes)
  expect(text).toContain('"2026-02-01",40,22,20,2,0.55\r\n')
  expect(asked.findLast(({ name }) => name === 'privacy.report')?.input).toEqual({
    accountId: null,
    period: 'year',
    senders: 'all',
  })
  expect(text).toContain('"Account","mona@example.org, work@example.org"\r\n"First day","2025-12-01"\r\n')
  expect(text).toContain('"Last day","2026-11-30"\r\n"Messages",398\r\n"With trackers",182\r\n')
  expect(text).toContain('"Opens prevented",176\r\n"Tracker let in",6\r\n"Trackers found",311\r\n')
  expect(text).toContain('"Curious senders",23\r\n"Receipts refused",4\r\n"Not fetched yet",0\r\n')
  expect(text).toContain('"Intuit","Mailchimp, Mandrill",61,57,4\r\n')
  expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")","spy@evil.example",24,22,21,1,66,2\r\n`)
  expect(text).toContain('"مجلة الطريق"')
})

test('a mailbox without mail, one without trackers, and one still on its way say so', async () => {
  const none = {
    companies: [],
    senders: [],
    senderCount: 0,
    tracked: 0,
    letIn: 0,
    trackers: 0,
    receiptsRefused: 0,
  }
  show({ report: sampleReport({ ...none, received: 0, waiting: 7 }), accounts: accounts.slice(0, 1) })
  await expect.element(page.getByText('Nothing to report yet')).toBeVisible()
  await expect
    .element(page.getByText('7 messages have not been fetched yet and are not counted.'))
    .toBeVisible()
  expect(page.getByRole('group', { name: 'Account' }).elements()).toEqual([])
  show({ report: sampleReport(none) })
  await expect.element(page.getByText('No tracker in this time')).toBeVisible()
})

test('a failure is told and can be tried again', async () => {
  const { asked } = showPage(<PrivacyReport accounts={accounts} onClose={() => {}} />, {
    engine: {
      'privacy.report': () => {
        throw new MailError('timed-out')
      },
    },
  })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => asked.length).toBe(2)
})

test('the way back is there', async () => {
  const { closed } = show()
  await page.getByRole('button', { name: 'Back to your mail' }).click()
  await expect.poll(closed).toBe(1)
})
