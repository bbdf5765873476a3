import { useMutation, useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenMessage, ReceiptAnswer } from '../../../shared/models/message.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf, messageQuery } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import styles from './send-receipt-dialog.module.css'

interface SendReceiptDialogProps {
  message: Pick<OpenMessage, 'id' | 'from'>
  answer: ReceiptAnswer
  onClose(): void
}

/** The last question before somebody is told of the reading: who, and what exactly. */
export function SendReceiptDialog({ message, answer, onClose }: SendReceiptDialogProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const { to, from } = answer
  const sending = useMutation({
    mutationFn: () =>
      engine.call('message.sendReceipt', {
        messageId: message.id,
        to,
        subject: t('receipts.subject'),
        text: t('receipts.text', { from }),
      }),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries(messageQuery(engine, message.id)),
  })
  const failure = sending.isError ? mailErrorOf(sending.error) : null
  const isSender = to.toLowerCase() === message.from.address.toLowerCase()
  return (
    <Dialog title={t('receipts.title')} isOpen onClose={onClose}>
      <p>{t('receipts.goesTo', { to: isolate(to) })}</p>
      <ul className={styles['learns']}>
        <li>{t('receipts.learns.opened', { from: isolate(from) })}</li>
        <li>{t('receipts.learns.when')}</li>
        <li>{t('receipts.learns.network')}</li>
      </ul>
      {!isSender && (
        <Notice
          icon={TriangleAlert}
          look="warning"
          title={t('receipts.otherAddress', {
            sender: isolate(message.from.address || t('messages.noSender')),
          })}
        />
      )}
      <p>{t('receipts.once')}</p>
      {failure && <FailureNotice failure={failure} />}
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {failure?.retry === 'never' ? t('app.close') : t('app.cancel')}
        </Button>
        {failure?.retry !== 'never' && (
          <Button look="danger" isPending={sending.isPending} onPress={() => sending.mutate()}>
            {sending.isPending ? t('receipts.sending') : t('receipts.confirm')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}
