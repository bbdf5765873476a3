import { useMutation } from '@tanstack/react-query'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Folder } from '../../../shared/models/folder.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { folderName } from '../../format/folder-name.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'

/** Asks before all of junk or trash is deleted for ever. */
export function EmptyFolderDialog({ folder, onClose }: { folder: Folder; onClose(): void }): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const empty = useMutation({
    mutationFn: () => engine.call('folder.empty', { folderId: folder.id }),
    onSuccess: onClose,
  })
  return (
    <Dialog title={t('emptyFolder.title', { folder: folderName(folder, t) })} isOpen onClose={onClose}>
      <p>{t('emptyFolder.hint', { count: folder.total })}</p>
      {empty.isError && <FailureNotice failure={mailErrorOf(empty.error)} />}
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {t('app.cancel')}
        </Button>
        <Button look="danger" isPending={empty.isPending} onPress={() => empty.mutate()}>
          {t('emptyFolder.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
