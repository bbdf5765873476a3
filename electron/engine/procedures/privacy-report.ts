import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EngineHandlers } from '../../../shared/contract.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { PrivacyReport, ReportPeriod, ReportSpan } from '../../../shared/models/privacy-report.ts'
import { listAccounts } from '../store/accounts.ts'
import type { Store } from '../store/open-store.ts'
import {
  countMails,
  countMailsOfServices,
  countReceiptsSent,
  countSenders,
  countServices,
  countWaiting,
  earliestMail,
  listLetIn,
} from '../store/privacy-report.ts'
import { serviceFacts } from '../trackers/catalogue/service-facts.ts'
import { reportSteps } from './report-steps.ts'

/** What fits into the page and its file; the rest is told as a number. */
const MOST_SENDERS = 100

export function privacyReportProcedures(parts: {
  store: Store
  now?: () => number
}): Pick<EngineHandlers, 'privacy.report'> {
  const { store, now = Date.now } = parts

  /** In several turns: of 200,000 mails each counts some 20 to 70 ms, and clicks are let through between. */
  async function report(accountId: AccountId | null, period: ReportPeriod): Promise<PrivacyReport> {
    const db = store.read
    const earliest = period === 'all' ? earliestMail(db, accountId) : undefined
    const { interval, steps } = reportSteps(period, earliest, now())
    const span = { from: steps[0]?.from ?? 0, until: steps.at(-1)?.until ?? 0 }
    const range = { accountId, ...span }
    const letIn = listLetIn(db, range)
    const mails = countMails(db, accountId, steps)
    await nextTurn()
    const { senders, totals } = countSenders(db, range, MOST_SENDERS)
    await nextTurn()
    const companies = await countCompanies(store, accountId, span)
    const { trackers, receipts, unnamed, senderCount } = totals
    if (unnamed > 0) companies.push({ company: null, services: [], tracked: unnamed })
    const timeline = steps.map((step, index) => ({
      ...step,
      received: mails[index]?.received ?? 0,
      tracked: mails[index]?.tracked ?? 0,
      letIn: letIn.filter((at) => at >= step.from && at < step.until).length,
    }))
    return {
      ...span,
      interval,
      received: sum(timeline, ({ received }) => received),
      tracked: sum(timeline, ({ tracked }) => tracked),
      letIn: letIn.length,
      trackers,
      receiptsRefused: receipts - countReceiptsSent(db, range),
      waiting: countWaiting(db, range),
      timeline,
      companies: companies.sort((one, other) => other.tracked - one.tracked),
      ...{ senders, senderCount },
    }
  }

  return { 'privacy.report': ({ accountId, period }) => report(accountId, period) }
}

async function countCompanies(
  store: Store,
  accountId: AccountId | null,
  span: ReportSpan,
): Promise<PrivacyReport['companies']> {
  const accounts = accountId === null ? listAccounts(store.read).map(({ id }) => id) : [accountId]
  const mailsOf = new Map<string, number>()
  for (const account of accounts) {
    for (const { service, tracked } of countServices(store.read, { accountId: account, ...span })) {
      mailsOf.set(service, (mailsOf.get(service) ?? 0) + tracked)
    }
    await nextTurn()
  }
  const services = [...mailsOf].sort(([, one], [, other]) => other - one).map(([service]) => service)
  const owners = new Map(serviceFacts(services).map(({ service, company }) => [service, company]))
  const groups = Map.groupBy(services, (service) => owners.get(service) ?? service)
  return [...groups].map(([company, own]) => {
    const [only] = own
    const tracked =
      own.length === 1 && only !== undefined
        ? (mailsOf.get(only) ?? 0)
        : sum(accounts, (account) => countMailsOfServices(store.read, { accountId: account, ...span }, own))
    return { company, services: own, tracked }
  })
}

function sum<Value>(values: readonly Value[], count: (value: Value) => number): number {
  return values.reduce((total, value) => total + count(value), 0)
}
