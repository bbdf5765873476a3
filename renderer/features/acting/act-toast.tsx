import { Check, CircleAlert } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Folder } from '../../../shared/models/folder.ts'
import type { Act } from '../../../shared/models/operation.ts'
import { folderName } from '../../format/folder-name.ts'
import { isolate } from '../../format/isolate.ts'
import type { Done, MailActs } from '../../mail-acts.ts'
import { Button } from '../../ui/button.tsx'
import { Toast, ToastPlace } from '../../ui/toast.tsx'

/** What the last act did, with the way back. */
export function ActToast({ acts, folders }: { acts: MailActs; folders: readonly Folder[] }): JSX.Element {
  const { t } = useTranslation()
  const { done, dismiss, undo } = acts

  function wordsOf({ act, mails, failure, isUndoing }: Done): string {
    if (failure !== null) {
      return t(isUndoing ? 'acts.notUndone' : 'acts.notDone', { why: t(`errors.${failure.code}.title`) })
    }
    if (isUndoing) return t('acts.undone')
    const to =
      act.kind === 'move' || act.kind === 'copy' ? folders.find(({ id }) => id === act.to) : undefined
    return t(`acts.done.${wordOf(act)}`, {
      count: mails.length,
      folder: to === undefined ? '' : isolate(folderName(to, t)),
    })
  }

  return (
    <ToastPlace>
      {done && (
        <Toast
          key={done.id}
          icon={done.failure === null ? Check : CircleAlert}
          words={wordsOf(done)}
          onGone={dismiss}
        >
          {done.canUndo && (
            <Button look="quiet" onPress={undo}>
              {t('acts.undo')}
            </Button>
          )}
        </Toast>
      )}
    </ToastPlace>
  )
}

function wordOf(act: Act) {
  if (act.kind !== 'flag') return act.kind
  if (act.flag === 'seen') return act.on ? 'read' : 'unread'
  return act.on ? 'star' : 'unstar'
}
