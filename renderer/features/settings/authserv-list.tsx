import { useQuery } from '@tanstack/react-query'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { useEngine } from '../../engine-client.ts'
import { authservQuery, mailErrorOf } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { AuthservDialog } from './authserv-dialog.tsx'
import styles from './rows.module.css'
import { SettingsSection } from './settings-section.tsx'

/** For each account, whose word counts for who sent a mail. */
export function AuthservList({ accounts }: { accounts: readonly Account[] }): JSX.Element {
  const { t } = useTranslation()
  return (
    <SettingsSection title={t('settings.authserv.title')} hint={t('settings.authserv.hint')}>
      <ul className={styles['rows']}>
        {accounts.map((account) => (
          <AuthservRow key={account.id} account={account} />
        ))}
      </ul>
    </SettingsSection>
  )
}

function AuthservRow({ account }: { account: Account }): JSX.Element {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const authserv = useQuery(authservQuery(useEngine(), account.id))
  if (authserv.isError) {
    return (
      <li>
        <FailureNotice failure={mailErrorOf(authserv.error)} onRetry={() => void authserv.refetch()} />
      </li>
    )
  }
  const { data } = authserv
  return (
    <li className={styles['row']}>
      <div className={styles['words']}>
        <p className={styles['name']}>
          <bdi>{account.address}</bdi>
        </p>
        <p className={styles['what']}>{data && wordsOf(data)}</p>
      </div>
      <Button
        look="quiet"
        isDisabled={data === undefined}
        aria-label={t('settings.authserv.changeLabel', { address: isolate(account.address) })}
        onPress={() => setOpen(true)}
      >
        {t('settings.authserv.change')}
      </Button>
      {isOpen && data && <AuthservDialog account={account} authserv={data} onClose={() => setOpen(false)} />}
    </li>
  )

  function wordsOf({ id, setBy }: NonNullable<typeof data>): string {
    if (id === null) return t(setBy === 'user' ? 'settings.authserv.nobody' : 'settings.authserv.unknown')
    return t(setBy === 'user' ? 'settings.authserv.chosen' : 'settings.authserv.learnt', { id: isolate(id) })
  }
}
