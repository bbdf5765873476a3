import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EngineHandlers } from '../../../shared/contract.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type {
  PrivacyReport,
  ReportPeriod,
  ReportSenders,
  ReportSpan,
} from '../../../shared/models/privacy-report.ts'
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
  latestNames,
  listLetIn,
  type SenderCounts,
} from '../store/privacy-report.ts'
import { listReferences } from '../store/references.ts'
import { serviceFacts } from '../trackers/catalogue/service-facts.ts'
import { reportSteps } from './report-steps.ts'

/** What fits into the page; the rest is told as a number. */
const MOST_SENDERS = 100
/** Each is looked up in the index, and its mail is read. */
const NAMES_AT_ONCE = 500

export function privacyReportProcedures(parts: {
  store: Store
  now?: () => number
}): Pick<EngineHandlers, 'privacy.report'> {
  const { store, now = Date.now } = parts

  /** In several turns: of 200,000 mails each counts some 20 to 70 ms, and clicks are let through between. */
  async function report(
    accountId: AccountId | null,
    period: ReportPeriod,
    which: ReportSenders,
  ): Promise<PrivacyReport> {
    const db = store.read
    const earliest = period === 'all' ? earliestMail(db, accountId) : undefined
    const { interval, steps } = reportSteps(period, earliest, now())
    const span = { from: steps[0]?.from ?? 0, until: steps.at(-1)?.until ?? 0 }
    const range = { accountId, ...span }
    const letIn = listLetIn(db, range)
    const mails = countMails(db, accountId, steps)
    await nextTurn()
    const senders = countSenders(
      db,
      range,
      letIn.map(({ id }) => id),
    )
    await nextTurn()
    const askedOf = await listAskedServices(store, letIn)
    const companies = await countCompanies(store, accountId, span, askedOf)
    const unnamed = sum(senders, (sender) => sender.unnamed)
    if (unnamed > 0) {
      const asked = askedOf.filter(({ isUnnamed }) => isUnnamed)
      companies.push({ company: null, services: [], tracked: unnamed, letIn: asked.length })
    }
    const timeline = steps.map((step, index) => ({
      ...step,
      received: mails[index]?.received ?? 0,
      tracked: mails[index]?.tracked ?? 0,
      letIn: letIn.filter(({ at }) => at >= step.from && at < step.until).length,
    }))
    return {
      ...span,
      interval,
      received: sum(timeline, ({ received }) => received),
      tracked: sum(timeline, ({ tracked }) => tracked),
      letIn: letIn.length,
      trackers: sum(senders, ({ trackers }) => trackers),
      receiptsRefused: sum(senders, ({ receipts }) => receipts) - countReceiptsSent(db, range),
      waiting: countWaiting(db, range),
      timeline,
      companies: companies.sort((one, other) => other.tracked - one.tracked),
      senders: await nameSenders(store, which === 'all' ? senders : senders.slice(0, MOST_SENDERS)),
      senderCount: senders.length,
    }
  }

  return { 'privacy.report': ({ accountId, period, senders }) => report(accountId, period, senders) }
}

async function nameSenders(
  store: Store,
  senders: readonly SenderCounts[],
): Promise<PrivacyReport['senders']> {
  const named: PrivacyReport['senders'] = []
  for (let start = 0; start < senders.length; start += NAMES_AT_ONCE) {
    if (start > 0) await nextTurn()
    const some = senders.slice(start, start + NAMES_AT_ONCE)
    const names = latestNames(
      store.read,
      some.map(({ address }) => address),
    )
    for (const [index, { unnamed: _, ...sender }] of some.entries()) {
      named.push({ ...sender, name: names[index] ?? '' })
    }
  }
  return named
}

/** What the user asked for of one mail. */
interface Asked {
  /** Of the trackers that were asked for. */
  services: ReadonlySet<string>
  /** No tracker in the mail is of a known service. */
  isUnnamed: boolean
}

/** There are few such mails, so they are read. */
async function listAskedServices(store: Store, letIn: readonly { id: MessageId }[]): Promise<Asked[]> {
  const asked: Asked[] = []
  for (const { id } of letIn) {
    const trackers = listReferences(store.read, id).filter(({ verdict }) => verdict === 'tracker')
    const services = trackers.flatMap(({ service, state, failure }) =>
      service === null || (state === 'blocked' && failure === null) ? [] : [service],
    )
    asked.push({
      services: new Set(services),
      isUnnamed: trackers.every(({ service }) => service === null),
    })
    await nextTurn()
  }
  return asked
}

async function countCompanies(
  store: Store,
  accountId: AccountId | null,
  span: ReportSpan,
  asked: readonly Asked[],
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
    const letIn = asked.filter(({ services }) => own.some((service) => services.has(service))).length
    return { company, services: own, tracked, letIn }
  })
}

function sum<Value>(values: readonly Value[], count: (value: Value) => number): number {
  return values.reduce((total, value) => total + count(value), 0)
}
