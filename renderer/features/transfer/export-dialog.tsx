import { useMutation } from '@tanstack/react-query'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Folder } from '../../../shared/models/folder.ts'
import { type ExportFormat, exportFormatSchema } from '../../../shared/models/transfer.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { folderName } from '../../format/folder-name.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { SelectField } from '../../ui/select-field.tsx'

/** Asks in which format a folder's mails are to be written, then where, in the system's dialog. */
export function ExportDialog({ folder, onClose }: { folder: Folder; onClose(): void }): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const [format, setFormat] = useState<ExportFormat>('eml')
  const name = folderName(folder, t)
  const choose = useMutation({
    mutationFn: () =>
      engine.call('transfer.export', { folderId: folder.id, format, name: name.slice(0, 100) }),
    onSuccess: ({ begun }) => begun && onClose(),
  })
  return (
    <Dialog title={t('transfer.exportTitle', { folder: isolate(name) })} isOpen onClose={onClose}>
      <p>{t('transfer.exportHint', { count: folder.total })}</p>
      <SelectField<ExportFormat>
        label={t('transfer.format')}
        name="format"
        value={format}
        onChange={setFormat}
        options={exportFormatSchema.options.map((value) => ({
          value,
          label: t(`transfer.formats.${value}`),
        }))}
      />
      {choose.isError && <FailureNotice failure={mailErrorOf(choose.error)} />}
      <DialogActions>
        <Button onPress={onClose}>{t('app.cancel')}</Button>
        <Button look="primary" onPress={() => choose.mutate()}>
          {t('transfer.choosePlace')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
