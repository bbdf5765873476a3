import { expect, test } from 'vitest'
import type { AccountId } from '../../../shared/models/account.ts'
import { privacyReportSchema, type ReportPeriod } from '../../../shared/models/privacy-report.ts'
import { saveIngested } from '../store/bodies.ts'
import type { IngestedReference } from '../store/ingested-message.ts'
import type { Store } from '../store/open-store.ts'
import { insertHeaders } from '../store/placements.ts'
import { listReferences, markFailed } from '../store/references.ts'
import { sql } from '../store/sql.ts'
import { forgetPictures, putPicture } from '../store/vault.ts'
import { queryPlans } from '../testing/query-plan.ts'
import { addAccount, addFolder, headerRow, ingestedMessage, reference } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { privacyReportProcedures } from './privacy-report.ts'

const NOW = new Date(2026, 10, 23, 15, 30).getTime()
const day = (month: number, date: number, hour = 9): number => new Date(2026, month - 1, date, hour).getTime()

const PICTURE = { sha256: 'ab', mediaType: 'image/gif', size: 1, readOn: 1 }

interface Mail {
  at: number
  from: string
  /** Services of its trackers, null for one that nobody knows. */
  trackers?: (string | null)[]
  /** It asked for one; sent: and got it. */
  receipt?: 'refused' | 'sent'
  /** Its body was not fetched yet. */
  missing?: boolean
  /** What became of its first tracker. */
  asked?: 'loaded' | 'forgotten' | 'failed'
}

/** Newest last; the accounts are layla@example.org and mona@example.org. */
const MAILS: Record<'layla@example.org' | 'mona@example.org', Mail[]> = {
  'layla@example.org': [
    { at: 0, from: 'nobody@dateless.example', trackers: ['Mailchimp'] },
    { at: new Date(2024, 4, 2).getTime(), from: 'old@shop.example', trackers: ['Brevo (Sendinblue)'] },
    {
      ...{ at: day(10, 20), from: 'news@shop.example' },
      ...{ trackers: ['Mailchimp', 'Brevo (Sendinblue)'], asked: 'loaded' },
    },
    {
      at: day(11, 2),
      from: 'News@Shop.example',
      trackers: ['Mailchimp', 'Mandrill (Mailchimp Transactional)'],
    },
    { at: day(11, 2, 23), from: 'news@shop.example', trackers: [null], asked: 'forgotten' },
    { at: day(11, 3, 0), from: 'news@shop.example' },
    { at: day(11, 10), from: 'boss@office.example', receipt: 'refused' },
    { at: day(11, 10, 12), from: 'boss@office.example', receipt: 'sent' },
    {
      at: day(11, 11),
      from: 'pixel@own.example',
      trackers: [null, null, 'Mandrill (Mailchimp Transactional)'],
    },
    { at: day(11, 12), from: 'friend@home.example' },
    { at: day(11, 22), from: 'pixel@own.example', trackers: [null], asked: 'failed' },
    { at: day(11, 23), from: 'Layla@Example.org', trackers: ['Mailchimp'], receipt: 'refused' },
    { at: day(11, 23, 10), from: 'mona@example.org', trackers: ['Mailchimp'] },
    { at: day(11, 23, 11), from: 'later@shop.example', missing: true },
  ],
  'mona@example.org': [{ at: day(11, 23), from: 'news@shop.example', trackers: ['Mailchimp'] }],
}

function openWithMails(): { store: Store; accounts: AccountId[] } {
  const store = openTempStore()
  const accounts = store.write((db) =>
    Object.entries(MAILS).map(([address, mails]) => {
      const accountId = addAccount(db, address)
      const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
      for (const [index, mail] of mails.entries()) {
        const from = { name: `From ${mail.from}`, address: mail.from }
        const [id] = insertHeaders(db, inbox, [headerRow(index + 1, { internalDate: mail.at, from })])
        if (id === undefined || mail.missing) continue
        const references = (mail.trackers ?? []).map(
          (service, place): IngestedReference =>
            reference(`https://t.example/${place}`, { verdict: 'tracker', service }),
        )
        const services = (mail.trackers ?? []).filter((service) => service !== null)
        const receipts = mail.receipt ? [{ header: 'disposition-notification-to', address: mail.from }] : []
        const summary = { trackers: references.length, suspects: 0, services }
        const analysis = { references, receipts, summary }
        saveIngested(db, id, ingestedMessage({ parsed: { from }, analysis }))
        if (mail.receipt === 'sent') {
          db.run(sql`INSERT INTO receipts_sent (message_id, state) VALUES (${id}, 'marked')`)
        }
        const [first] = listReferences(db, id)
        if (first === undefined || mail.asked === undefined) continue
        if (mail.asked === 'failed') markFailed(db, first.id, 'timed-out')
        else putPicture(db, { referenceId: first.id, ...PICTURE })
        if (mail.asked === 'forgotten') forgetPictures(db, { kind: 'message', messageId: id })
      }
      return accountId
    }),
  )
  return { store, accounts }
}

async function reportOf(period: ReportPeriod, account: 'all' | 0 | 1 = 0) {
  const { store, accounts } = openWithMails()
  const { 'privacy.report': report } = privacyReportProcedures({ store, now: () => NOW })
  const accountId = account === 'all' ? null : (accounts[account] ?? null)
  return privacyReportSchema.parse(await report({ accountId, period, senders: 'most' }))
}

test('a month is told day by day: what came, what was tracked, what the user let in', async () => {
  const report = await reportOf('month')
  expect(report).toMatchObject({
    ...{ interval: 'day', from: day(10, 25, 0), until: day(11, 24, 0) },
    ...{ received: 8, tracked: 4, letIn: 2, trackers: 7, receiptsRefused: 1, waiting: 1 },
  })
  expect(report.timeline).toHaveLength(30)
  const busy = report.timeline.filter(({ received }) => received > 0)
  expect(busy.map(({ from, received, tracked, letIn }) => [from, received, tracked, letIn])).toEqual([
    [day(11, 2, 0), 2, 2, 1],
    [day(11, 3, 0), 1, 0, 0],
    [day(11, 10, 0), 2, 0, 0],
    [day(11, 11, 0), 1, 1, 0],
    [day(11, 12, 0), 1, 0, 0],
    [day(11, 22, 0), 1, 1, 1],
  ])
})

test('a mail counts once for a company, however many of its services are in it', async () => {
  const { companies } = await reportOf('month')
  expect(companies).toEqual([
    {
      ...{ company: 'Intuit', services: ['Mandrill (Mailchimp Transactional)', 'Mailchimp'] },
      ...{ tracked: 2, letIn: 0 },
    },
    { company: null, services: [], tracked: 2, letIn: 2 },
  ])
})

test('who learnt of an opening is told from who did not, by company and by sender', async () => {
  const { companies, senders } = await reportOf('year')
  expect(companies.map(({ company, tracked, letIn }) => [company, tracked, letIn])).toEqual([
    ['Intuit', 3, 1],
    [null, 2, 2],
    // In the same mail as a tracker that was let in, but not asked itself.
    ['Brevo', 1, 0],
  ])
  expect(senders.map(({ address, tracked, letIn }) => [address.toLowerCase(), tracked, letIn])).toEqual([
    ['news@shop.example', 3, 2],
    ['pixel@own.example', 2, 1],
    ['boss@office.example', 0, 0],
  ])
})

test('a page gets the most curious senders, a file all of them', async () => {
  const store = openTempStore()
  store.write((db) => {
    const inbox = addFolder(db, addAccount(db), 'INBOX', 'inbox')
    for (let index = 1; index <= 620; index++) {
      const from = { name: `Spy ${index}`, address: `spy-${index}@evil.example` }
      const [id] = insertHeaders(db, inbox, [headerRow(index, { internalDate: day(11, 2), from })])
      const references = [reference('https://t.example/', { verdict: 'tracker', service: null })]
      const summary = { trackers: 1, suspects: 0, services: [] }
      if (id !== undefined) {
        saveIngested(db, id, ingestedMessage({ parsed: { from }, analysis: { references, summary } }))
      }
    }
  })
  const { 'privacy.report': report } = privacyReportProcedures({ store, now: () => NOW })
  const most = await report({ accountId: null, period: 'year', senders: 'most' })
  expect([most.senders.length, most.senderCount, most.trackers]).toEqual([100, 620, 620])
  const all = await report({ accountId: null, period: 'year', senders: 'all' })
  expect([all.senders.length, all.senderCount]).toEqual([620, 620])
  expect(all.senders.every(({ name, address }) => name === `Spy ${/\d+/.exec(address)}`)).toBe(true)
})

test('senders are told apart by address in whatever case, the most curious first, the user never', async () => {
  const { senders, senderCount } = await reportOf('month')
  expect(
    senders.map((one) => [one.address.toLowerCase(), one.received, one.tracked, one.trackers, one.receipts]),
  ).toEqual([
    ['pixel@own.example', 2, 2, 4, 0],
    ['news@shop.example', 3, 2, 3, 0],
    ['boss@office.example', 2, 0, 0, 2],
  ])
  expect(senders.map(({ name }) => name)).toContain('From pixel@own.example')
  expect(senderCount).toBe(3)
})

test('all accounts together are the sum of each', async () => {
  const [both, layla, mona] = await Promise.all([
    reportOf('year', 'all'),
    reportOf('year', 0),
    reportOf('year', 1),
  ])
  expect(mona).toMatchObject({ received: 1, tracked: 1, receiptsRefused: 0 })
  for (const count of ['received', 'tracked', 'letIn', 'trackers', 'receiptsRefused', 'waiting'] as const) {
    expect(both[count], count).toBe(layla[count] + mona[count])
  }
  expect(both.letIn).toBe(3)
  expect(both.companies[0]).toMatchObject({ company: 'Intuit', tracked: 4 })
})

test('all mail begins with the first that has a date', async () => {
  const report = await reportOf('all')
  expect(report.interval).toBe('month')
  expect(report.from).toBe(new Date(2024, 4, 1).getTime())
  expect(report.timeline).toHaveLength(31)
  expect(report.timeline[0]).toMatchObject({ received: 1, tracked: 1 })
})

test('an empty mailbox has an empty report', async () => {
  const report = privacyReportProcedures({ store: openTempStore(), now: () => NOW })['privacy.report']
  expect(await report({ accountId: null, period: 'all', senders: 'most' })).toMatchObject({
    ...{ interval: 'month', received: 0, tracked: 0, letIn: 0, companies: [], senders: [], senderCount: 0 },
  })
})

test('no count reads the mails themselves', async () => {
  const { store } = openWithMails()
  const plans: string[][] = []
  const watching: Store = {
    ...store,
    read: {
      get: (query) => {
        plans.push(...queryPlans(store.read, (db) => db.get(query)))
        return store.read.get(query)
      },
      all: (query) => {
        plans.push(...queryPlans(store.read, (db) => db.all(query)))
        return store.read.all(query)
      },
    },
  }
  await privacyReportProcedures({ store: watching })['privacy.report']({
    accountId: null,
    period: 'all',
    senders: 'all',
  })
  const lines = plans.flat()
  expect(lines.length).toBeGreaterThan(5)
  expect(lines.filter((line) => /^SCAN (messages|m|asked_references|message_services)$/.test(line))).toEqual(
    [],
  )
  expect(lines.filter((line) => line.includes('messages_by_identity'))).toEqual([])
  expect(lines).toContainEqual('SCAN messages USING COVERING INDEX messages_by_sender')
  expect(lines).toContainEqual(expect.stringContaining('INDEX asked_references_let_in'))
})
