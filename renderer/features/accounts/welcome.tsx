import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { Logo } from '../../ui/logo.tsx'
import { AccountForm } from './account-form.tsx'
import { KeychainWarning } from './keychain-warning.tsx'
import styles from './welcome.module.css'

/** The first run: what Curtain promises, and the form for the first account. */
export function Welcome({ onAdded }: { onAdded(account: Account): void }): JSX.Element {
  const { t } = useTranslation()
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <header className={styles['header']}>
          <span className={styles['logo']}>
            <Logo size={30} />
          </span>
          <h1 className={styles['title']}>{t('app.promise')}</h1>
          <p className={styles['hint']}>{t('accounts.welcomeHint')}</p>
        </header>
        <KeychainWarning />
        <AccountForm onAdded={onAdded} />
      </div>
    </main>
  )
}
