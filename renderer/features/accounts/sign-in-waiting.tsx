import { Globe } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { SignIn } from './use-sign-in.ts'

/** While the user is away in the browser. */
export function SignInWaiting({ signIn }: { signIn: SignIn }): JSX.Element | null {
  const { t } = useTranslation()
  if (!signIn.isWaiting) return null
  return (
    <Notice icon={Globe} title={t('accountSetup.waiting')} hint={t('accountSetup.waitingHint')}>
      <Button onPress={signIn.openAgain}>{t('accountSetup.openAgain')}</Button>
      <Button onPress={signIn.cancel}>{t('app.cancel')}</Button>
    </Notice>
  )
}
