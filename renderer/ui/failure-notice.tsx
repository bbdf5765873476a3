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
  /** Curtain does so too when the user does not. */
  retriesItself?: boolean
  /** Better ways out of this failure than trying the same again. */
  children?: ReactNode
}

/** Any failure in plain words: what happened, what to do, and a button to do it. */
export function FailureNotice(props: FailureNoticeProps): JSX.Element {
  const { t } = useTranslation()
  const { failure, onRetry, retriesItself = false, children } = props
  const { code, retry } = failure
  const isNow = retry === 'now' && onRetry !== undefined
  const isLater = retry === 'later' && retriesItself
  const when = isNow ? ` ${t('sync.retry.now')}` : isLater ? ` ${t('sync.retry.later')}` : ''
  return (
    <Notice
      icon={TriangleAlert}
      look="danger"
      title={t(`errors.${code}.title`)}
      hint={t(`errors.${code}.advice`) + when}
    >
      {children}
      {onRetry && retry !== 'never' && <Button onPress={onRetry}>{t('app.tryAgain')}</Button>}
    </Notice>
  )
}
