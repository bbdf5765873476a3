import { useMutation } from '@tanstack/react-query'
import { Check, Download } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { EngineContract } from '../../../shared/contract.ts'
import type { InputOf } from '../../../shared/serve.ts'
import { useEngine, useShell } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { reportCsv } from './report-csv.ts'
import { reportTables } from './report-tables.ts'

interface ExportReportProps {
  /** Which report. */
  asked: Omit<InputOf<EngineContract, 'privacy.report'>, 'senders'>
  /** Whose mail it tells of. */
  account: string
}

/** Writes the report's tables, with all senders, into a file that the user names. */
export function ExportReport({ asked, account }: ExportReportProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const shell = useShell()
  const save = useMutation({
    mutationFn: async () => {
      const report = await engine.call('privacy.report', { ...asked, senders: 'all' })
      const { totals, time, companies, senders } = reportTables(report, t, ({ from }) => isoDay(from))
      totals.rows.unshift(
        [t('privacyReport.account'), account],
        [t('privacyReport.columns.firstDay'), isoDay(report.from)],
        [t('privacyReport.columns.lastDay'), isoDay(report.until - 1)],
      )
      const filename = t('privacyReport.filename', { date: isoDay(Date.now()) })
      return shell.call('shell.saveFile', { filename, bytes: reportCsv([totals, time, companies, senders]) })
    },
  })
  const saved = save.data?.saved === true
  return (
    <>
      <Button isPending={save.isPending} onPress={() => save.mutate()}>
        {saved ? <Check size={16} aria-hidden /> : <Download size={16} aria-hidden />}
        {saved ? t('privacyReport.saved') : t('privacyReport.export')}
      </Button>
      {save.isError && <FailureNotice failure={mailErrorOf(save.error)} onRetry={() => save.mutate()} />}
    </>
  )
}

/** "2026-11-23", in the computer's time zone. */
function isoDay(time: number): string {
  const date = new Date(time)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
