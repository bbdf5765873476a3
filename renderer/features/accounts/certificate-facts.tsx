import type { JSX } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useTranslation } from 'react-i18next'
import type { Certificate } from '../../../shared/models/certificate.ts'
import { formatDay } from '../../format/date.ts'
import { isolate } from '../../format/isolate.ts'
import styles from './certificate-panel.module.css'

/** What a certificate says of itself. */
export function CertificateFacts({ certificate }: { certificate: Certificate }): JSX.Element {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const { subject, issuer, names, validFrom, validUntil, fingerprint } = certificate
  const day = (time: number | null) => isolate(time === null ? '?' : formatDay(time, locale))
  const facts = [
    [t('accountSetup.subject'), <bdi key="subject">{subject}</bdi>],
    [t('accountSetup.issuer'), <bdi key="issuer">{issuer}</bdi>],
    [t('accountSetup.names'), <bdi key="names">{names.join(' · ')}</bdi>],
    [t('accountSetup.valid'), t('accountSetup.validTime', { from: day(validFrom), until: day(validUntil) })],
    [
      t('accountSetup.fingerprint'),
      <code key="fingerprint" className={styles['fingerprint']} dir="ltr">
        {fingerprint}
      </code>,
    ],
  ] as const
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles['fact']}>
          <dt className={styles['name']}>{name}</dt>
          <dd className={styles['value']}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
