import { BellOff, Send } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenMessage, Receipt } from '../../../shared/models/message.ts'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { isolate } from '../../format/isolate.ts'
import { CompanyLine } from './company-line.tsx'
import { LinkReport } from './link-report.tsx'
import styles from './report.module.css'
import { ReportCard } from './report-card.tsx'
import { reportGroups, reportSections } from './report-groups.ts'

interface ReportProps {
  message: Pick<OpenMessage, 'references' | 'receipts' | 'links' | 'platform' | 'companies'>
  onLoadOne(reference: Reference): void
  onOpenLink(url: string): void
}

/** A hostile mail may hold thousands; the worst come first, and nobody reads more. */
const MOST_SHOWN = 50

/** Everything by which a mail could tell on its reader: who, how, and what they would have learnt. */
export function Report({ message, onLoadOne, onOpenLink }: ReportProps): JSX.Element {
  const { t } = useTranslation()
  const { references, receipts, links, platform, companies } = message
  const groups = reportGroups(references, companies)
  const sender = companies.find(({ service }) => service === platform)
  // What they are is said there.
  const isSenderBelow = groups.companies.some(({ name }) => name === platform)
  return (
    <div className={styles['report']}>
      {platform !== null && !isSenderBelow && (
        <div className={styles['remark']}>
          <Send size={16} aria-hidden />
          <p>
            <strong>{t('report.sentWith', { platform: isolate(platform) })}</strong>{' '}
            {sender && <CompanyLine company={sender} onOpenLink={onOpenLink} />}
          </p>
        </div>
      )}
      {[...receiptsByAddress(receipts)].slice(0, MOST_SHOWN).map(([address, headers]) => (
        <div key={address} className={styles['remark']}>
          <BellOff size={16} aria-hidden />
          <p>
            <strong>
              {address === ''
                ? t('report.receiptToSender')
                : t('report.receiptTo', { address: isolate(address) })}
            </strong>{' '}
            {t('report.receiptNever')} <bdi className={styles['headers']}>{headers.join(', ')}</bdi>
          </p>
        </div>
      ))}
      {reportSections.map((section) => {
        const found = groups[section]
        if (found.length === 0) return null
        return (
          <section key={section} className={styles['section']}>
            <h3 className={styles['heading']}>{t(`report.groups.${section}`)}</h3>
            <ul className={styles['cards']}>
              {found.slice(0, MOST_SHOWN).map((group) => (
                <ReportCard key={group.name} group={group} onLoadOne={onLoadOne} onOpenLink={onOpenLink} />
              ))}
            </ul>
            {found.length > MOST_SHOWN && <p>{t('list.more', { count: found.length - MOST_SHOWN })}</p>}
          </section>
        )
      })}
      <LinkReport links={links} />
    </div>
  )
}

function receiptsByAddress(receipts: readonly Receipt[]): Map<string, string[]> {
  const headersOf = new Map<string, string[]>()
  for (const { address, header } of receipts) {
    headersOf.set(address, [...(headersOf.get(address) ?? []), header])
  }
  return headersOf
}
