import { useQuery } from '@tanstack/react-query'
import { type JSX, type MouseEvent, useState } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { type Key, ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import type { Folder, FolderId } from '../../../shared/models/folder.ts'
import { useEngine } from '../../engine-client.ts'
import { foldersQuery, mailErrorOf } from '../../engine-queries.ts'
import { folderName } from '../../format/folder-name.ts'
import { formatNumber } from '../../format/number.ts'
import { MAIL_DRAG } from '../../mail-selection.ts'
import { classNames } from '../../ui/class-names.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { MenuItem, PlacedMenu } from '../../ui/menu.tsx'
import { folderDepths } from './folder-depths.ts'
import { iconOf } from './folder-icon.ts'
import styles from './folder-list.module.css'
import { isEmptied } from './is-emptied.ts'

interface FolderListProps {
  account: Account
  selectedId: FolderId | null
  onSelect(folder: Folder): void
  /** The user asks to delete all in junk or trash. */
  onEmpty(folder: Folder): void
  onImport(folder: Folder): void
  onExport(folder: Folder): void
  /** Whether the mails that are being dragged can be put there. */
  canDrop(folder: Folder): boolean
  onDrop(folder: Folder): void
}

export function FolderList(props: FolderListProps): JSX.Element {
  const { account, selectedId, onSelect, onEmpty, onImport, onExport, canDrop, onDrop } = props
  const { t } = useTranslation()
  const { locale } = useLocale()
  const [menu, setMenu] = useState<{ folder: Folder; at: { x: number; y: number } } | null>(null)
  const query = useQuery(foldersQuery(useEngine(), account.id))
  const folderOf = (key: Key) => query.data?.find(({ id }) => id === key)
  const { dragAndDropHooks } = useDragAndDrop({
    acceptedDragTypes: [MAIL_DRAG],
    getDropOperation(target) {
      const folder = target.type === 'item' ? folderOf(target.key) : undefined
      return folder && canDrop(folder) ? 'move' : 'cancel'
    },
    onItemDrop({ target }) {
      const folder = folderOf(target.key)
      if (folder && canDrop(folder)) onDrop(folder)
    },
  })
  if (query.isError) {
    return <FailureNotice failure={mailErrorOf(query.error)} onRetry={() => void query.refetch()} />
  }
  const folders = query.data ?? []
  const depths = folderDepths(folders)
  function openMenu(event: MouseEvent): void {
    const option = event.target instanceof Element ? event.target.closest('[data-key]') : null
    const folder = folderOf(Number(option?.getAttribute('data-key')))
    if (folder === undefined || option === null) return
    event.preventDefault()
    const { left, bottom } = option.getBoundingClientRect()
    // The key for it gives no place.
    setMenu({
      folder,
      at: event.button === 2 ? { x: event.clientX, y: event.clientY } : { x: left, y: bottom },
    })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the folders inside have the focus and the keys
    <div onContextMenu={openMenu}>
      <ListBox
        dragAndDropHooks={dragAndDropHooks}
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
      {menu && (
        <PlacedMenu label={folderName(menu.folder, t)} at={menu.at} onClose={() => setMenu(null)}>
          <MenuItem onAction={() => onImport(menu.folder)}>{t('transfer.importMenu')}</MenuItem>
          <MenuItem onAction={() => onExport(menu.folder)}>{t('transfer.exportMenu')}</MenuItem>
          {isEmptied(menu.folder) && (
            <MenuItem look="danger" onAction={() => onEmpty(menu.folder)}>
              {t('emptyFolder.menu', { folder: folderName(menu.folder, t) })}
            </MenuItem>
          )}
        </PlacedMenu>
      )}
    </div>
  )
}
