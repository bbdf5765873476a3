import { useQuery } from '@tanstack/react-query'
import { type JSX, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EngineContract } from '../../../shared/contract.ts'
import type { Certificate } from '../../../shared/models/certificate.ts'
import type { InputOf } from '../../../shared/serve.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { CertificateFacts } from './certificate-facts.tsx'
import styles from './certificate-panel.module.css'

export type CertificateQuestion = InputOf<EngineContract, 'account.certificate'>

interface CertificatePanelProps {
  question: CertificateQuestion
  /** The one that is trusted already. */
  trusted?: string | null
  /** The user chose this one. */
  onTrust(fingerprint: string): void
}

/** Offers to show what a server has to prove who it is, and lets the user trust it for good: never by default. */
export function CertificatePanel({ question, trusted = null, onTrust }: CertificatePanelProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const [isShown, setShown] = useState(false)
  const heading = useId()
  const shown = useQuery({
    queryKey: ['certificate', question],
    queryFn: () => engine.call('account.certificate', question),
    enabled: isShown,
    // It is the present one that the user decides about.
    gcTime: 0,
  })
  if (!isShown) {
    return (
      <div>
        <Button onPress={() => setShown(true)}>{t('accountSetup.showCertificate')}</Button>
      </div>
    )
  }
  return (
    <section className={styles['panel']} aria-labelledby={heading}>
      <h3 id={heading} className={styles['heading']}>
        {t('accountSetup.certificateOf', { host: isolate(question.host) })}
      </h3>
      {shown.isPending && <p role="status">{t('accountSetup.reading')}</p>}
      {shown.isError && (
        <FailureNotice failure={mailErrorOf(shown.error)} onRetry={() => void shown.refetch()} />
      )}
      {shown.data && <Decision certificate={shown.data} trusted={trusted} onTrust={onTrust} />}
    </section>
  )
}

interface DecisionProps {
  certificate: Certificate
  trusted: string | null
  onTrust(fingerprint: string): void
}

function Decision({ certificate, trusted, onTrust }: DecisionProps): JSX.Element {
  const { t } = useTranslation()
  const { problem, fingerprint } = certificate
  return (
    <>
      <p>{problem ? t(`accountSetup.problems.${problem}`) : t('accountSetup.noProblem')}</p>
      <CertificateFacts certificate={certificate} />
      {problem && fingerprint !== trusted && (
        <>
          <p className={styles['warning']}>{t('accountSetup.trustWarning')}</p>
          <div>
            <Button look="danger" onPress={() => onTrust(fingerprint)}>
              {t('accountSetup.trust')}
            </Button>
          </div>
        </>
      )}
    </>
  )
}
