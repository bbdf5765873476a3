import { TriangleAlert } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailFailure } from '../../shared/errors.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

interface FailureNoticeProps {
  failure: MailFailure
  /** Left out where trying again makes no sense. */
  onRetry?: () => void
  /** Better ways out of this failure than trying the same again. */
  children?: ReactNode
}

/** Any failure in plain words: what happened, what to do, and a button to do it. */
export function FailureNotice({ failure, onRetry, children }: FailureNoticeProps): JSX.Element {
  const { t } = useTranslation()
  const { code, retry } = failure
  const later = retry === 'now' || retry === 'later' ? ` ${t(`sync.retry.${retry}`)}` : ''
  return (
    <Notice
      icon={TriangleAlert}
      look="danger"
      title={t(`errors.${code}.title`)}
      hint={t(`errors.${code}.advice`) + (onRetry ? later : '')}
    >
      {children}
      {onRetry && retry !== 'never' && <Button onPress={onRetry}>{t('app.tryAgain')}</Button>}
    </Notice>
  )
}
