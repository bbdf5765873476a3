import { Menu } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './icon-button.tsx'
import { Logo } from './logo.tsx'
import styles from './top-bar.module.css'

interface TopBarProps {
  foldersOpen: boolean
  /** Left out while there are no folders to show. */
  onToggleFolders?: () => void
  children: ReactNode
}

export function TopBar({ foldersOpen, onToggleFolders, children }: TopBarProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <header className={styles['bar']}>
      {onToggleFolders && (
        <div className={styles['menu']}>
          <IconButton
            icon={Menu}
            label={foldersOpen ? t('app.hideFolders') : t('app.showFolders')}
            aria-expanded={foldersOpen}
            onPress={onToggleFolders}
          />
        </div>
      )}
      <p className={styles['brand']}>
        <Logo size={20} />
        <span lang="en">{t('app.name')}</span>
      </p>
      {children}
    </header>
  )
}
