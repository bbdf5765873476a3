import { BellOff, CircleQuestionMark, MailCheck } from 'lucide-react'
import { type JSX, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenMessage } from '../../../shared/models/message.ts'
import { isolate } from '../../format/isolate.ts'
import { Notice } from '../../ui/notice.tsx'

/** What became of a request to be told of the reading; nothing where there was none. */
export function ReceiptLine({
  message,
}: {
  message: Pick<OpenMessage, 'receipts' | 'receiptAnswer'>
}): JSX.Element | null {
  const line = useRef<HTMLDivElement>(null)
  const state = message.receiptAnswer?.state ?? 'none'
  // The menu that led to the dialog is gone once it is answered; the keyboard must not be thrown out of the mail.
  const before = useRef(state)
  useEffect(() => {
    const changed = before.current !== state
    before.current = state
    if (changed && document.activeElement === document.body) line.current?.focus()
  }, [state])
  if (message.receipts.length === 0) return null
  return (
    <div ref={line} tabIndex={-1}>
      <ReceiptNotice message={message} />
    </div>
  )
}

function ReceiptNotice({
  message,
}: {
  message: Pick<OpenMessage, 'receipts' | 'receiptAnswer'>
}): JSX.Element {
  const { t } = useTranslation()
  const { receipts, receiptAnswer } = message
  const to = isolate(receiptAnswer?.to ?? '')
  switch (receiptAnswer?.state) {
    case 'sent':
      return <Notice icon={MailCheck} title={t('receipts.sent')} hint={t('receipts.sentTo', { to })} />
    case 'unsure':
      return (
        <Notice
          icon={CircleQuestionMark}
          title={t('receipts.unsure')}
          hint={t('receipts.unsureHint', { to })}
        />
      )
    case 'elsewhere':
      return <Notice icon={BellOff} title={t('receipts.elsewhere')} hint={t('receipts.elsewhereHint')} />
    default:
      return <Notice icon={BellOff} title={t('reader.receipt', { count: receipts.length })} />
  }
}
