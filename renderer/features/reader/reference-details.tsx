import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { type Reference, verdictSchema } from '../../../shared/models/remote-content.ts'
import { isShowablePicture } from '../../../shared/showable-picture.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './reference-details.module.css'
import { serviceOrHost } from './remote-facts.ts'
import { whatItTells } from './what-it-tells.ts'

interface ReferenceDetailsProps {
  references: readonly Reference[]
  onLoadOne(reference: Reference): void
}

const looks = { tracker: 'tracker', suspect: 'suspect', plain: 'quiet' } as const
/** A hostile mail may hold thousands; the worst come first, and nobody reads more. */
const MOST_SHOWN = 100

/** Every outside reference of a mail: what it is, whose, why it was judged so, what it would have told. */
export function ReferenceDetails({ references, onLoadOne }: ReferenceDetailsProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <div className={styles['details']}>
      {verdictSchema.options.map((verdict) => {
        const group = references.filter((reference) => reference.verdict === verdict)
        if (group.length === 0) return null
        return (
          <section key={verdict} className={styles['group']}>
            <h3 className={styles['heading']}>{t(`details.groups.${verdict}`)}</h3>
            <ul className={styles['list']}>
              {group.slice(0, MOST_SHOWN).map((reference) => (
                <ReferenceItem key={reference.id} reference={reference} onLoad={() => onLoadOne(reference)} />
              ))}
            </ul>
            {group.length > MOST_SHOWN && <p>{t('list.more', { count: group.length - MOST_SHOWN })}</p>}
          </section>
        )
      })}
    </div>
  )
}

function ReferenceItem({ reference, onLoad }: { reference: Reference; onLoad: () => void }): JSX.Element {
  const { t } = useTranslation()
  const { verdict, kind, state, host, service, reasons, url } = reference
  const name = serviceOrHost(reference)
  return (
    <li className={styles['item']}>
      <div className={styles['top']}>
        <Badge look={looks[verdict]}>
          <bdi>{name}</bdi>
        </Badge>
        <span className={styles['kind']}>{t(`kinds.${kind}`)}</span>
        {service !== null && (
          <bdi className={styles['host']} dir="ltr">
            {host}
          </bdi>
        )}
        <span className={styles['state']}>{t(`details.states.${state}`)}</span>
      </div>
      <dl className={styles['facts']}>
        {reasons.length > 0 && (
          <div>
            <dt>{t('details.why')}</dt>
            <dd>{reasons.map((reason) => t(`reasons.${reason}`)).join(' ')}</dd>
          </div>
        )}
        <div>
          <dt>{state === 'loaded' ? t('details.didTell') : t('details.wouldTell')}</dt>
          <dd>{t(`details.tells.${whatItTells(reference)}`)}</dd>
        </div>
        <div>
          <dt>{t('details.address')}</dt>
          <dd className={styles['address']} dir="ltr">
            {url}
          </dd>
        </div>
      </dl>
      {isShowablePicture(reference) && (state === 'blocked' || state === 'failed') && (
        <Button look="quiet" onPress={onLoad} aria-label={`${t('details.loadOne')}: ${name}`}>
          {t('details.loadOne')}
        </Button>
      )}
    </li>
  )
}
