import { useQuery } from '@tanstack/react-query'
import type { JSX } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import type { Folder, FolderId } from '../../../shared/models/folder.ts'
import { useEngine } from '../../engine-client.ts'
import { foldersQuery, mailErrorOf } from '../../engine-queries.ts'
import { folderName } from '../../format/folder-name.ts'
import { formatNumber } from '../../format/number.ts'
import { classNames } from '../../ui/class-names.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { folderDepths } from './folder-depths.ts'
import { iconOf } from './folder-icon.ts'
import styles from './folder-list.module.css'

interface FolderListProps {
  account: Account
  selectedId: FolderId | null
  onSelect(folder: Folder): void
}

export function FolderList({ account, selectedId, onSelect }: FolderListProps): JSX.Element {
  const { t } = useTranslation()
  const { locale } = useLocale()
  const query = useQuery(foldersQuery(useEngine(), account.id))
  if (query.isError) {
    return <FailureNotice failure={mailErrorOf(query.error)} onRetry={() => void query.refetch()} />
  }
  const folders = query.data ?? []
  const depths = folderDepths(folders)
  return (
    <ListBox
      aria-label={account.address}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={selectedId === null ? [] : [selectedId]}
      onSelectionChange={(keys) => {
        const chosen = keys === 'all' ? undefined : folders.find((folder) => keys.has(folder.id))
        if (chosen) onSelect(chosen)
      }}
      renderEmptyState={() => <p className={styles['none']}>{query.isSuccess && t('folders.none')}</p>}
      className={classNames(styles['list'])}
    >
      {folders.map((folder) => {
        const Icon = iconOf(folder.role)
        const name = folderName(folder, t)
        return (
          <ListBoxItem
            key={folder.id}
            id={folder.id}
            textValue={name}
            className={classNames(styles['folder'], folder.unread > 0 && styles['unread'])}
            style={{ '--depth': depths.get(folder.id) ?? 0 }}
          >
            <Icon size={17} aria-hidden />
            <span className={styles['name']} dir="auto">
              {name}
            </span>
            {folder.unread > 0 && (
              <>
                <span className={styles['count']} aria-hidden>
                  {formatNumber(folder.unread, locale)}
                </span>
                <span className={styles['spoken']}>{t('folders.unread', { count: folder.unread })}</span>
              </>
            )}
          </ListBoxItem>
        )
      })}
    </ListBox>
  )
}
