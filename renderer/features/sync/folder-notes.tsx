import { useQuery } from '@tanstack/react-query'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncState } from '../../../shared/models/sync-state.ts'
import { useEngine } from '../../engine-client.ts'
import { foldersQuery } from '../../engine-queries.ts'
import { folderName } from '../../format/folder-name.ts'
import { isolate } from '../../format/isolate.ts'
import styles from './sync-status.module.css'

const MOST_NAMES = 3

/** What "up to date" is not true of: folders that could not be read, and those beyond what Curtain looks at. */
export function FolderNotes({ state }: { state: SyncState }): JSX.Element {
  const { t } = useTranslation()
  const folders = useQuery(foldersQuery(useEngine(), state.accountId)).data ?? []
  const names = folders
    .filter(({ id }) => state.unreadable.includes(id))
    .map((folder) => isolate(folderName(folder, t)))
  const count = names.length
  const more = count > MOST_NAMES ? ` ${t('list.more', { count: count - MOST_NAMES })}` : ''
  const shown = names.slice(0, MOST_NAMES).join(t('list.separator')) + more
  return (
    <>
      {count > 0 && <p className={styles['words']}>{t('sync.unreadable', { count, folders: shown })}</p>}
      {state.leftOut > 0 && <p className={styles['words']}>{t('sync.leftOut', { count: state.leftOut })}</p>}
    </>
  )
}
