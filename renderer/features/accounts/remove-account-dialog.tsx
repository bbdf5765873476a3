import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { useEngine } from '../../engine-client.ts'
import { accountsQuery, mailErrorOf } from '../../engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'

export function RemoveAccountDialog(props: { account: Account; onClose(): void }): JSX.Element {
  const { account, onClose } = props
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => engine.call('account.remove', { accountId: account.id }),
    onSuccess: async () => {
      await queries.invalidateQueries(accountsQuery(engine))
      onClose()
    },
  })
  return (
    <Dialog title={t('accounts.removeTitle', { address: account.address })} isOpen onClose={onClose}>
      <p>{t('accounts.removeHint')}</p>
      {remove.isError && <FailureNotice failure={mailErrorOf(remove.error)} />}
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {t('app.cancel')}
        </Button>
        <Button look="danger" isPending={remove.isPending} onPress={() => remove.mutate()}>
          {remove.isPending ? t('accounts.removing') : t('accounts.removeConfirm')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
