import { type JSX, type ReactNode, useId } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useTranslation } from 'react-i18next'
import type { PrivacyReport } from '../../../shared/models/privacy-report.ts'
import { formatStep } from '../../format/date.ts'
import { formatNumber, formatShare } from '../../format/number.ts'
import { type Bar, BarChart } from './bar-chart.tsx'
import { FigureTable } from './figure-table.tsx'
import styles from './report-figures.module.css'
import { preventedOf, type ReportTable, reportTables, shareOf } from './report-tables.ts'
import { ColumnChart, ShareChart } from './time-chart.tsx'

/** Bars that can be taken in at one look; the tables have them all. */
const MOST_BARS = 8

/** The figures at one look, then each of them over time, by company and by sender. */
export function ReportFigures(props: { report: PrivacyReport; asTables: boolean }): JSX.Element {
  const { report, asTables } = props
  const { t } = useTranslation()
  const { locale } = useLocale()
  const tables = reportTables(report, t, (step) => formatStep(step, report.interval, 'long', locale))
  const companies: Bar[] = report.companies.map(({ company, services, ...counts }) => ({
    key: company ?? '',
    name: company ?? t('privacyReport.unknownCompany'),
    detail: services.filter((service) => service !== company).join(t('list.separator')),
    prevented: preventedOf(counts),
    letIn: counts.letIn,
  }))
  const senders: Bar[] = report.senders.map(({ address, ...counts }, index) => ({
    key: address,
    name: String(tables.senders.rows[index]?.[0] ?? address),
    detail: address,
    prevented: preventedOf(counts),
    letIn: counts.letIn,
  }))
  const moreCompanies = asTables ? 0 : companies.length - barsOf(companies).length
  const moreSenders = report.senderCount - (asTables ? senders : barsOf(senders)).length
  return (
    <>
      <Totals report={report} />
      {report.tracked === 0 && report.senders.length === 0 ? (
        <p className={styles['clean']}>{t('privacyReport.clean')}</p>
      ) : (
        <div className={styles['cards']} data-view={asTables ? 'tables' : 'charts'}>
          {asTables ? (
            <Card title={t('privacyReport.overTime')} table={tables.time} />
          ) : (
            <TimeCharts report={report} />
          )}
          <Card
            title={t('privacyReport.byCompany')}
            hint={t('privacyReport.byCompanyHint')}
            {...(moreCompanies > 0 && { more: t('privacyReport.moreCompanies', { count: moreCompanies }) })}
            {...(asTables && { table: tables.companies })}
          >
            <Bars bars={barsOf(companies)} />
          </Card>
          <Card
            title={t('privacyReport.bySender')}
            hint={t('privacyReport.bySenderHint')}
            {...(moreSenders > 0 && { more: t('privacyReport.moreSenders', { count: moreSenders }) })}
            {...(asTables && { table: tables.senders })}
          >
            <Bars bars={barsOf(senders)} />
          </Card>
        </div>
      )}
    </>
  )
}

function Totals({ report }: { report: PrivacyReport }): JSX.Element {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const { tracked, received, letIn, trackers, receiptsRefused, senderCount } = report
  const prevented = preventedOf(report)
  const hints: string[] = [t('privacyReport.preventedHint', { count: prevented })]
  if (letIn > 0) hints.push(t('privacyReport.letInHint', { count: letIn }))
  const totals = [
    { name: t('privacyReport.prevented'), value: formatNumber(prevented, locale), hint: hints.join('. ') },
    {
      name: t('privacyReport.share'),
      value: formatShare(shareOf(report) ?? 0, locale),
      hint: t('privacyReport.shareHint', { tracked, received }),
    },
    {
      name: t('privacyReport.trackers'),
      value: formatNumber(trackers, locale),
      hint: t('privacyReport.trackersHint', { senders: senderCount }),
    },
    {
      name: t('privacyReport.receipts'),
      value: formatNumber(receiptsRefused, locale),
      hint: t('privacyReport.receiptsHint', { count: receiptsRefused }),
    },
  ]
  return (
    <dl className={styles['totals']}>
      {totals.map(({ name, value, hint }) => (
        <div key={name} className={styles['total']}>
          <dt>{name}</dt>
          <dd className={styles['number']}>{value}</dd>
          <dd className={styles['hint']}>{hint}</dd>
        </div>
      ))}
    </dl>
  )
}

function TimeCharts({ report }: { report: PrivacyReport }): JSX.Element | null {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const nameOf = (step: PrivacyReport['timeline'][number]): string =>
    formatStep(step, report.interval, 'long', locale)
  const [first] = report.timeline
  const last = report.timeline.at(-1)
  if (first === undefined || last === undefined) return null
  const share = (step: { tracked: number; received: number }): number => shareOf(step) ?? 0
  const busiest = report.timeline.reduce((most, step) =>
    preventedOf(step) > preventedOf(most) ? step : most,
  )
  const worst = report.timeline.reduce((most, step) => (share(step) > share(most) ? step : most))
  const span = { from: nameOf(first), until: nameOf(last) }
  return (
    <>
      <Card title={t('privacyReport.overTime')}>
        <ColumnChart
          report={report}
          summary={t('privacyReport.overTimeSummary', {
            ...span,
            prevented: preventedOf(report),
            busiest: nameOf(busiest),
            most: preventedOf(busiest),
          })}
        />
        {report.letIn > 0 && <Legend />}
      </Card>
      <Card title={t('privacyReport.shareOverTime')}>
        <ShareChart
          report={report}
          summary={t('privacyReport.shareSummary', {
            ...span,
            share: formatShare(share(report), locale),
            busiest: nameOf(worst),
            most: formatShare(share(worst), locale),
          })}
        />
      </Card>
    </>
  )
}

/** Which colour stands for what. */
function Legend(): JSX.Element {
  const { t } = useTranslation()
  return (
    <ul className={styles['legend']}>
      <li>{t('privacyReport.columns.prevented')}</li>
      <li data-mark="letIn">{t('privacyReport.columns.letIn')}</li>
    </ul>
  )
}

/** The first, as many as can be taken in. */
function barsOf(bars: readonly Bar[]): Bar[] {
  return bars.filter(({ prevented, letIn }) => prevented + letIn > 0).slice(0, MOST_BARS)
}

/** The bars, and in words what they are. */
function Bars({ bars }: { bars: readonly Bar[] }): JSX.Element {
  const { t } = useTranslation()
  const { locale } = useLocale()
  if (bars.length === 0) return <p className={styles['clean']}>{t('privacyReport.clean')}</p>
  const first = bars.slice(0, 3).map(({ name, prevented }) => `${name} (${formatNumber(prevented, locale)})`)
  const summary = t('privacyReport.barsSummary', {
    count: bars.length,
    first: first.join(t('list.separator')),
  })
  return (
    <>
      <BarChart bars={bars} summary={summary} />
      {bars.some(({ letIn }) => letIn > 0) && <Legend />}
    </>
  )
}

/** A heading with what stands below it: `table` where it is given, else the chart. */
function Card(props: {
  title: string
  hint?: string
  more?: string
  table?: ReportTable
  children?: ReactNode
}): JSX.Element {
  const { title, hint, more, table, children } = props
  const id = useId()
  return (
    <section className={styles['card']} aria-labelledby={id}>
      <h2 id={id} className={styles['heading']}>
        {title}
      </h2>
      {table ? <FigureTable table={table} labelledBy={id} /> : children}
      {more && <p className={styles['hint']}>{more}</p>}
      {hint && <p className={styles['hint']}>{hint}</p>}
    </section>
  )
}
