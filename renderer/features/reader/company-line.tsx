import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Company } from '../../../shared/models/company.ts'
import { isolate } from '../../format/isolate.ts'
import { MailLink } from './mail-link.tsx'

interface CompanyLineProps {
  company: Company
  /** Asks the user before anything is opened. */
  onOpenLink(url: string): void
}

/** Who a company is, in a line: what it does, whom it belongs to, where its own words are. */
export function CompanyLine({ company, onOpenLink }: CompanyLineProps): JSX.Element {
  const { t } = useTranslation()
  const { service, category, homepage } = company
  const owner = company.company
  return (
    <>
      {t(`report.who.${category}`)}
      {owner !== null && owner !== service && ` ${t('report.belongsTo', { company: isolate(owner) })}`}
      {homepage !== null && (
        <>
          {' '}
          <MailLink url={homepage} onOpen={onOpenLink} onHover={() => {}}>
            {URL.parse(homepage)?.hostname.replace(/^www\./, '') ?? homepage}
          </MailLink>
        </>
      )}
    </>
  )
}
