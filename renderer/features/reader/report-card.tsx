import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { type Reference, verdictSchema } from '../../../shared/models/remote-content.ts'
import { isShowablePicture } from '../../../shared/showable-picture.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CompanyLine } from './company-line.tsx'
import styles from './report-card.module.css'
import type { ReportGroup } from './report-groups.ts'
import { whatTheyTell } from './what-it-tells.ts'

interface ReportCardProps {
  group: ReportGroup
  onLoadOne(reference: Reference): void
  onOpenLink(url: string): void
}

const looks = { tracker: 'tracker', suspect: 'suspect', plain: 'quiet' } as const
const counts = { tracker: 'banner.trackers', suspect: 'messages.suspects', plain: 'report.items' } as const
const MOST_SHOWN = 20

/** One company or host: who it is, what it would have learnt, and each thing of it with the reasons. */
export function ReportCard({ group, onLoadOne, onOpenLink }: ReportCardProps): JSX.Element {
  const { t } = useTranslation()
  const { name, company, verdict, references } = group
  const loaded = references.filter((reference) => reference.state === 'loaded')
  const what = t(`report.tells.${whatTheyTell(loaded.length > 0 ? loaded : references)}`)
  const rest = references.length - MOST_SHOWN
  const numbers = verdictSchema.options.flatMap((one) => {
    const count = references.filter((reference) => reference.verdict === one).length
    return count === 0 ? [] : [t(counts[one], { count })]
  })
  const items = (
    <>
      <ul className={styles['items']}>
        {references.slice(0, MOST_SHOWN).map((reference) => (
          <Item key={reference.id} name={name} reference={reference} onLoad={() => onLoadOne(reference)} />
        ))}
      </ul>
      {rest > 0 && <p>{t('list.more', { count: rest })}</p>}
    </>
  )
  return (
    <li className={styles['card']} data-verdict={verdict}>
      <div className={styles['top']}>
        <Badge look={looks[verdict]}>
          <bdi>{name}</bdi>
        </Badge>
        <span className={styles['count']}>{numbers.join(t('list.separator'))}</span>
      </div>
      {company !== null && (
        <p className={styles['who']}>
          <CompanyLine company={company} onOpenLink={onOpenLink} />
        </p>
      )}
      <p className={styles['tells']}>{t(loaded.length > 0 ? 'report.did' : 'report.would', { what })}</p>
      {verdict === 'plain' ? (
        <details>
          <summary className={styles['summary']}>{t('report.show')}</summary>
          {items}
        </details>
      ) : (
        items
      )}
    </li>
  )
}

interface ItemProps {
  name: string
  reference: Reference
  onLoad(): void
}

function Item({ name, reference, onLoad }: ItemProps): JSX.Element {
  const { t } = useTranslation()
  const { part, kind, state, failure, reasons, url } = reference
  return (
    <li className={styles['item']}>
      <div className={styles['words']}>
        <p>
          <span className={styles['kind']}>{t(`kinds.${kind}`)}</span>
          <span className={styles['state']}>
            {t(part === null ? 'details.unshown' : `details.states.${state}`)}
          </span>
        </p>
        {failure !== null && <p>{t(`failures.${failure}`)}</p>}
        {reasons.length > 0 && <p>{reasons.map((reason) => t(`reasons.${reason}`)).join(' ')}</p>}
        <p className={styles['address']} dir="ltr">
          {url}
        </p>
      </div>
      {isShowablePicture(reference) && (state === 'blocked' || state === 'failed') && (
        <Button look="quiet" onPress={onLoad} aria-label={`${t('details.loadOne')}: ${name}`}>
          {t('details.loadOne')}
        </Button>
      )}
    </li>
  )
}
