import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { useEngine } from '../../engine-client.ts'
import { accountsQuery, mailErrorOf } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import styles from './certificate-panel.module.css'
import { CertificatePanel, type CertificateQuestion } from './certificate-panel.tsx'

interface CertificatesDialogProps {
  account: Account
  onClose(): void
}

/** What an account's servers show to prove who they are, and which of it the user chose to trust. */
export function CertificatesDialog({ account, onClose }: CertificatesDialogProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <Dialog
      title={t('accountSetup.certificatesTitle', { address: isolate(account.address) })}
      isOpen
      onClose={onClose}
    >
      <ServerCertificate account={account} protocol="imap" server={account} />
      {account.smtp && <ServerCertificate account={account} protocol="smtp" server={account.smtp} />}
    </Dialog>
  )
}

interface ServerCertificateProps {
  account: Account
  protocol: CertificateQuestion['protocol']
  server: Pick<Account, 'host' | 'port' | 'security' | 'pin'>
}

function ServerCertificate({ account, protocol, server }: ServerCertificateProps): JSX.Element | null {
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (pin: string | null) =>
      engine.call('account.setPin', { accountId: account.id, protocol, pin }),
    onSuccess: () => queries.invalidateQueries(accountsQuery(engine)),
  })
  const { host, port, security, pin } = server
  if (security === 'none') return null
  return (
    <section className={styles['server']}>
      <h3 className={styles['heading']}>
        {t(protocol === 'imap' ? 'accountSetup.incoming' : 'accountSetup.outgoing')}{' '}
        <bdi>
          {host}:{port}
        </bdi>
      </h3>
      {pin && (
        <>
          <p>{t('accountSetup.certificatesHint')}</p>
          <code className={styles['fingerprint']} dir="ltr">
            {pin}
          </code>
          <div>
            <Button isPending={save.isPending} onPress={() => save.mutate(null)}>
              {t('accountSetup.distrust')}
            </Button>
          </div>
        </>
      )}
      {save.isError && <FailureNotice failure={mailErrorOf(save.error)} />}
      <CertificatePanel
        question={{ host, port, security, protocol }}
        trusted={pin ?? null}
        onTrust={(fingerprint) => save.mutate(fingerprint)}
      />
    </section>
  )
}
