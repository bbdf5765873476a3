import type { TFunction } from 'i18next'
import type { PrivacyReport, ReportSpan } from '../../../shared/models/privacy-report.ts'
import { mailboxName } from '../../format/mailbox.ts'

/** The figures of a report as they stand in the page's tables and in the exported file. */
export interface ReportTable {
  title: string
  columns: { name: string; kind: 'text' | 'count' | 'share' }[]
  /** One cell per column; a share from 0 to 1, null where there is no whole to share. */
  rows: (string | number | null)[][]
}

/** @param nameOf what to call a step of the timeline. */
export function reportTables(
  report: PrivacyReport,
  t: TFunction,
  nameOf: (step: ReportSpan) => string,
): Record<'totals' | 'time' | 'companies' | 'senders', ReportTable> {
  const text = (name: string) => ({ name, kind: 'text' as const })
  const count = (name: string) => ({ name, kind: 'count' as const })
  return {
    totals: {
      title: t('privacyReport.title'),
      columns: [text(t('privacyReport.columns.figure')), count(t('privacyReport.columns.value'))],
      rows: [
        [t('privacyReport.columns.received'), report.received],
        [t('privacyReport.columns.tracked'), report.tracked],
        [t('privacyReport.prevented'), preventedOf(report)],
        [t('privacyReport.columns.letIn'), report.letIn],
        [t('privacyReport.trackers'), report.trackers],
        [t('privacyReport.columns.senders'), report.senderCount],
        [t('privacyReport.receipts'), report.receiptsRefused],
        [t('privacyReport.columns.waiting'), report.waiting],
      ],
    },
    time: {
      title: t('privacyReport.overTime'),
      columns: [
        text(t('privacyReport.columns.time')),
        count(t('privacyReport.columns.received')),
        count(t('privacyReport.columns.tracked')),
        count(t('privacyReport.columns.prevented')),
        count(t('privacyReport.columns.letIn')),
        { name: t('privacyReport.columns.share'), kind: 'share' },
      ],
      rows: report.timeline.map((step) => [
        nameOf(step),
        step.received,
        step.tracked,
        preventedOf(step),
        step.letIn,
        shareOf(step),
      ]),
    },
    companies: {
      title: t('privacyReport.byCompany'),
      columns: [
        text(t('privacyReport.columns.company')),
        text(t('privacyReport.columns.services')),
        count(t('privacyReport.columns.tracked')),
        count(t('privacyReport.columns.prevented')),
        count(t('privacyReport.columns.letIn')),
      ],
      rows: report.companies.map(({ company, services, ...counts }) => [
        company ?? t('privacyReport.unknownCompany'),
        services.join(t('list.separator')),
        counts.tracked,
        preventedOf(counts),
        counts.letIn,
      ]),
    },
    senders: {
      title: t('privacyReport.bySender'),
      columns: [
        text(t('privacyReport.columns.sender')),
        text(t('privacyReport.columns.address')),
        count(t('privacyReport.columns.received')),
        count(t('privacyReport.columns.tracked')),
        count(t('privacyReport.columns.prevented')),
        count(t('privacyReport.columns.letIn')),
        count(t('privacyReport.columns.trackers')),
        count(t('privacyReport.columns.receipts')),
      ],
      rows: report.senders.map((sender) => [
        mailboxName(sender) || t('messages.noSender'),
        sender.address,
        sender.received,
        sender.tracked,
        preventedOf(sender),
        sender.letIn,
        sender.trackers,
        sender.receipts,
      ]),
    },
  }
}

/** Tracked mails of whose opening nobody learnt. */
export function preventedOf({ tracked, letIn }: { tracked: number; letIn: number }): number {
  return tracked - letIn
}

/** From 0 to 1; null when nothing came. */
export function shareOf({ tracked, received }: { tracked: number; received: number }): number | null {
  return received === 0 ? null : tracked / received
}
