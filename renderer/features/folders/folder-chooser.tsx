import { Search } from 'lucide-react'
import type { JSX } from 'react'
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { SearchField } from 'react-aria-components/SearchField'
import { useTranslation } from 'react-i18next'
import type { Folder } from '../../../shared/models/folder.ts'
import { folderName } from '../../format/folder-name.ts'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './folder-chooser.module.css'
import { folderDepths } from './folder-depths.ts'
import { iconOf } from './folder-icon.ts'

interface FolderChooserProps {
  title: string
  /** Of one account. */
  folders: readonly Folder[]
  onChoose(folder: Folder): void
  onClose(): void
}

/** A folder is found by typing a piece of its name, and chosen with Enter or a press. */
export function FolderChooser({ title, folders, onChoose, onClose }: FolderChooserProps): JSX.Element {
  const { t } = useTranslation()
  const { contains } = useFilter({ sensitivity: 'base' })
  const depths = folderDepths(folders)
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Autocomplete filter={contains}>
        <SearchField aria-label={t('chooseFolder.find')} autoFocus className={classNames(styles['field'])}>
          <Search size={16} aria-hidden />
          <Input
            dir="auto"
            placeholder={t('chooseFolder.find')}
            spellCheck={false}
            className={classNames(styles['input'])}
          />
        </SearchField>
        <ListBox
          aria-label={t('chooseFolder.list')}
          selectionMode="single"
          className={classNames(styles['list'])}
          onSelectionChange={(keys) => {
            const chosen = folders.find(({ id }) => keys !== 'all' && keys.has(id))
            if (chosen) onChoose(chosen)
          }}
          renderEmptyState={() => <p className={styles['none']}>{t('chooseFolder.none')}</p>}
        >
          {folders.map((folder) => {
            const Icon = iconOf(folder.role)
            const name = folderName(folder, t)
            return (
              <ListBoxItem
                key={folder.id}
                id={folder.id}
                // The whole path, so that a folder is also found by those above it.
                textValue={`${name} ${folder.path}`}
                className={classNames(styles['folder'])}
                style={{ '--depth': depths.get(folder.id) ?? 0 }}
              >
                <Icon size={16} aria-hidden />
                <span className={styles['name']} dir="auto">
                  {name}
                </span>
              </ListBoxItem>
            )
          })}
        </ListBox>
      </Autocomplete>
    </Dialog>
  )
}
