import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { useShell } from '../../engine-client.ts'
import { shellInfoQuery } from '../../engine-queries.ts'
import { Notice } from '../../ui/notice.tsx'

/** Said before a password is typed: without a keychain it lasts only until the program ends. */
export function KeychainWarning(): JSX.Element | null {
  const { t } = useTranslation()
  const info = useQuery(shellInfoQuery(useShell()))
  if (info.data?.keychain !== false) return null
  return (
    <Notice
      icon={KeyRound}
      look="warning"
      title={t('accounts.noKeychain')}
      hint={t('accounts.noKeychainHint')}
    />
  )
}
