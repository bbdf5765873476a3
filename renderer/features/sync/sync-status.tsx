import { useMutation, useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { type JSX, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { useEngine, useShellCommand } from '../../engine-client.ts'
import { mailErrorOf, syncStatesQuery } from '../../engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { FolderNotes } from './folder-notes.tsx'
import styles from './sync-status.module.css'

interface SyncStatusProps {
  account: Account
  onLogIn(): void
  onShowCertificate(): void
}

/** Where getting an account's mail stands, what went wrong, and the buttons for both. */
export function SyncStatus({ account, onLogIn, onShowCertificate }: SyncStatusProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const states = useQuery(syncStatesQuery(engine))
  const state = states.data?.find((one) => one.accountId === account.id)
  const sync = useMutation({ mutationFn: () => engine.call('account.sync', { accountId: account.id }) })
  const start = sync.mutate
  // Starting the program, and adding an account, gets its mail.
  useEffect(() => start(), [start])
  useShellCommand('sync', () => start())

  const phase = state?.phase ?? 'idle'
  const working = phase !== 'idle' && phase !== 'failed'
  const thrown = sync.isError ? mailErrorOf(sync.error) : null
  const failure = working ? null : (state?.failure ?? (phase === 'failed' || !state ? thrown : null))
  const part = state && state.total > 0 ? { done: state.done, total: state.total } : undefined

  return (
    <div className={styles['status']}>
      {failure && (
        <FailureNotice failure={failure} onRetry={() => start()} retriesItself>
          {(failure.code === 'wrong-password' || failure.code === 'keychain-unavailable') && (
            <Button onPress={onLogIn}>{t('accounts.enterPassword')}</Button>
          )}
          {(failure.code === 'sign-in-expired' || failure.code === 'sign-in-refused') && (
            <Button onPress={onLogIn}>{t('accountSetup.signInAgain')}</Button>
          )}
          {(failure.code === 'certificate-untrusted' || failure.code === 'certificate-changed') && (
            <Button onPress={onShowCertificate}>{t('accountSetup.showCertificate')}</Button>
          )}
        </FailureNotice>
      )}
      {!failure && (
        <div className={styles['line']}>
          <p className={styles['words']} role="status">
            {phase === 'failed' ? t('app.loading') : t(`sync.${phase}`)}
            {working && part && <span className={styles['numbers']}> {t('sync.progress', part)}</span>}
          </p>
          <IconButton
            icon={RefreshCw}
            label={t('accounts.sync')}
            spinning={working}
            isDisabled={working}
            onPress={() => start()}
          />
        </div>
      )}
      {state && !working && <FolderNotes state={state} />}
      {working && <Progress label={t('sync.label', { address: account.address })} part={part} />}
    </div>
  )
}
