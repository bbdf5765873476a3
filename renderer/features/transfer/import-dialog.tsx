import { useMutation } from '@tanstack/react-query'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Folder } from '../../../shared/models/folder.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { folderName } from '../../format/folder-name.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'

/** Says what can be imported, then lets the user choose files in the system's dialog. */
export function ImportDialog({ folder, onClose }: { folder: Folder; onClose(): void }): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const choose = useMutation({
    mutationFn: (from: 'files' | 'folder') => engine.call('transfer.import', { folderId: folder.id, from }),
    onSuccess: ({ begun }) => begun && onClose(),
  })
  return (
    <Dialog
      title={t('transfer.importTitle', { folder: isolate(folderName(folder, t)) })}
      isOpen
      onClose={onClose}
    >
      <p>{t('transfer.importHint')}</p>
      {choose.isError && <FailureNotice failure={mailErrorOf(choose.error)} />}
      <DialogActions>
        <Button onPress={() => choose.mutate('folder')}>{t('transfer.chooseFolder')}</Button>
        <Button look="primary" autoFocus onPress={() => choose.mutate('files')}>
          {t('transfer.chooseFiles')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
