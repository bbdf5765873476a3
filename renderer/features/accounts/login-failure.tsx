import type { JSX } from 'react'
import type { MailFailure } from '../../../shared/errors.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { CertificatePanel, type CertificateQuestion } from './certificate-panel.tsx'

interface LoginFailureProps {
  failure: MailFailure
  question: CertificateQuestion
  onTrust(fingerprint: string): void
}

/** Why a login did not come about, and what can be done about it. Whoever cancelled knows why. */
export function LoginFailure({ failure, question, onTrust }: LoginFailureProps): JSX.Element | null {
  if (failure.code === 'cancelled') return null
  return (
    <>
      <FailureNotice failure={failure} />
      {isAboutCertificate(failure) && <CertificatePanel question={question} onTrust={onTrust} />}
    </>
  )
}

export function isAboutCertificate({ code }: MailFailure): boolean {
  return code === 'certificate-untrusted' || code === 'certificate-changed'
}
