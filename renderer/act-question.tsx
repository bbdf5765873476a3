import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { type Acting, canMoveTo } from './acting.ts'
import { DeleteDialog } from './features/acting/delete-dialog.tsx'
import { FolderChooser } from './features/folders/folder-chooser.tsx'

/** What has to be asked before an act: where to, or whether really. */
export function ActQuestion({ acting }: { acting: Acting }): JSX.Element | null {
  const { t } = useTranslation()
  const { question, stopAsking, act, folders } = acting
  if (question === null) return null
  const { what, mails } = question
  const count = mails.length
  if (what === 'delete') {
    return (
      <DeleteDialog
        count={count}
        onDelete={() => {
          stopAsking()
          act(mails, { kind: 'delete' })
        }}
        onClose={stopAsking}
      />
    )
  }
  return (
    <FolderChooser
      title={t(`chooseFolder.${what}`, { count })}
      folders={folders.filter((folder) => canMoveTo(mails, folder, folders))}
      onChoose={(folder) => {
        stopAsking()
        act(mails, { kind: what, to: folder.id })
      }}
      onClose={stopAsking}
    />
  )
}
