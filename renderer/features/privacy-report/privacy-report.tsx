import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChartColumn, Hourglass } from 'lucide-react'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account, AccountId } from '../../../shared/models/account.ts'
import { type ReportPeriod, reportPeriodSchema } from '../../../shared/models/privacy-report.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Subpage } from '../../ui/subpage.tsx'
import { Choice } from './choice.tsx'
import { ExportReport } from './export-report.tsx'
import styles from './privacy-report.module.css'
import { ReportFigures } from './report-figures.tsx'

interface PrivacyReportProps {
  accounts: readonly Account[]
  onClose(): void
}

const LENGTHS = { month: 30, quarter: 13, year: 12, all: 0 } satisfies Record<ReportPeriod, number>
/** Often enough to see it grow; counting 200,000 mails takes the engine a tenth of a second. */
const WAITING_MS = 5_000
const VIEWS = ['charts', 'tables'] as const

/** A page of its own: what the trackers in the mail would have told, counted from what is stored here. */
export function PrivacyReport({ accounts, onClose }: PrivacyReportProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const [period, setPeriod] = useState<ReportPeriod>('year')
  const [chosen, setChosen] = useState<AccountId | null>(null)
  const [view, setView] = useState<(typeof VIEWS)[number]>('charts')
  const accountId = accounts.some(({ id }) => id === chosen) ? chosen : null
  const report = useQuery({
    queryKey: ['privacy-report', accountId, period],
    queryFn: () => engine.call('privacy.report', { accountId, period, senders: 'most' }),
    // Mail comes all the time: counted afresh whenever the page is opened.
    staleTime: 0,
    // And again while mail is on its way.
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.waiting > 0 ? WAITING_MS : false),
    placeholderData: keepPreviousData,
  })
  return (
    <Subpage
      title={t('privacyReport.title')}
      meaning={t('privacyReport.meaning')}
      width="charts"
      back={t('privacyReport.back')}
      onClose={onClose}
    >
      <div className={styles['tools']}>
        <Choice
          label={t('privacyReport.period')}
          value={period}
          onChange={(value) => setPeriod(value)}
          options={reportPeriodSchema.options.map((value) => ({
            value,
            label: t(`privacyReport.periods.${value}`, { length: LENGTHS[value] }),
          }))}
        />
        {accounts.length > 1 && (
          <Choice
            label={t('privacyReport.account')}
            value={String(accountId)}
            onChange={(value) => setChosen(accounts.find(({ id }) => String(id) === value)?.id ?? null)}
            options={[
              { value: 'null', label: t('privacyReport.allAccounts') },
              ...accounts.map(({ id, address }) => ({ value: String(id), label: address })),
            ]}
          />
        )}
        <Choice
          label={t('privacyReport.view')}
          value={view}
          onChange={(value) => setView(value)}
          options={VIEWS.map((value) => ({ value, label: t(`privacyReport.views.${value}`) }))}
        />
        {report.data && (
          <ExportReport
            key={`${accountId} ${period}`}
            asked={{ accountId, period }}
            account={
              accounts.find(({ id }) => id === accountId)?.address ??
              accounts.map(({ address }) => address).join(t('list.separator'))
            }
          />
        )}
      </div>
      {report.isError && (
        <FailureNotice failure={mailErrorOf(report.error)} onRetry={() => void report.refetch()} />
      )}
      {report.isPending && <EmptyState icon={Hourglass} title={t('privacyReport.counting')} />}
      {report.data?.received === 0 && (
        <EmptyState icon={ChartColumn} title={t('privacyReport.empty')} hint={t('privacyReport.emptyHint')} />
      )}
      {report.data && report.data.waiting > 0 && (
        <p className={styles['waiting']}>{t('privacyReport.waiting', { count: report.data.waiting })}</p>
      )}
      {report.data && report.data.received > 0 && (
        <ReportFigures report={report.data} asTables={view === 'tables'} />
      )}
    </Subpage>
  )
}
