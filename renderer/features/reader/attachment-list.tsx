import { useMutation } from '@tanstack/react-query'
import { Check, Download, Paperclip } from 'lucide-react'
import type { JSX } from 'react'
import { Button } from 'react-aria-components/Button'
import { useLocale } from 'react-aria-components/I18nProvider'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '../../../shared/models/message.ts'
import { useEngine, useShell } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { formatSize } from '../../format/number.ts'
import { classNames } from '../../ui/class-names.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import styles from './attachment-list.module.css'

/** It tells what would open the file; dots behind it are lost when the file is saved. */
const FILENAME_ENDING = /\.[^.]{1,19}\.*$/

export function AttachmentList({ attachments }: { attachments: Attachment[] }): JSX.Element | null {
  const { t } = useTranslation()
  if (attachments.length === 0) return null
  return (
    <section className={styles['section']}>
      <h2 className={styles['heading']}>{t('reader.attachments', { count: attachments.length })}</h2>
      <ul className={styles['list']}>
        {attachments.map((attachment) => (
          <AttachmentItem key={attachment.id} attachment={attachment} />
        ))}
      </ul>
    </section>
  )
}

function AttachmentItem({ attachment }: { attachment: Attachment }): JSX.Element {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const engine = useEngine()
  const shell = useShell()
  const filename = attachment.filename || t('reader.noFilename')
  const [ending = ''] = FILENAME_ENDING.exec(filename) ?? []
  const save = useMutation({
    mutationFn: async () => {
      const { bytes } = await engine.call('message.attachment', { attachmentId: attachment.id })
      return shell.call('shell.saveFile', { filename, bytes })
    },
  })
  const saved = save.data?.saved === true
  const size = formatSize(attachment.size, locale)
  return (
    <li className={styles['item']}>
      <Button
        className={classNames(styles['button'])}
        aria-label={t('reader.save', { filename })}
        isPending={save.isPending}
        onPress={() => save.mutate()}
      >
        <Paperclip size={16} aria-hidden />
        <span className={styles['words']}>
          <bdi className={styles['name']} title={filename}>
            <span>{filename.slice(0, filename.length - ending.length)}</span>
            <span>{ending}</span>
          </bdi>
          <span className={styles['size']}>
            {saved
              ? t('reader.saved')
              : attachment.onServer
                ? t(save.isPending ? 'reader.fetching' : 'reader.onServer', { size })
                : size}
          </span>
        </span>
        {saved ? <Check size={16} aria-hidden /> : <Download size={16} aria-hidden />}
      </Button>
      {save.isError && <FailureNotice failure={mailErrorOf(save.error)} onRetry={() => save.mutate()} />}
    </li>
  )
}
