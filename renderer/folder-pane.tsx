import { Plus } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account, AccountId } from '../shared/models/account.ts'
import type { Folder, FolderId } from '../shared/models/folder.ts'
import { AccountMenu, type AccountTask } from './features/accounts/account-menu.tsx'
import { FolderList } from './features/folders/folder-list.tsx'
import { OperationStatus } from './features/operations/operation-status.tsx'
import { JudgementStatus } from './features/sync/judgement-status.tsx'
import { SyncStatus } from './features/sync/sync-status.tsx'
import { TransferStatus } from './features/transfer/transfer-status.tsx'
import styles from './folder-pane.module.css'
import { Button } from './ui/button.tsx'

/** What a dialog is wanted for. */
export type AccountQuestion = { what: 'add' } | { what: 'task'; task: AccountTask; accountId: AccountId }

interface FolderPaneProps {
  accounts: readonly Account[]
  selectedId: FolderId | null
  onSelect(folder: Folder): void
  onAsk(question: AccountQuestion): void
  onEmpty(folder: Folder): void
  onImport(folder: Folder): void
  onExport(folder: Folder): void
  folderNameOf(id: FolderId): string | undefined
  canDrop(folder: Folder): boolean
  onDrop(folder: Folder): void
}

/** The folders of every account, what is being done there, and what the servers have yet to do. */
export function FolderPane(props: FolderPaneProps): JSX.Element {
  const { accounts, onAsk, folderNameOf, ...list } = props
  const { t } = useTranslation()
  return (
    <div className={styles['folders']}>
      {accounts.map((account) => (
        <section key={account.id} className={styles['account']}>
          <header className={styles['header']}>
            <h2 className={styles['address']} dir="auto">
              {account.address}
            </h2>
            <AccountMenu
              account={account}
              onTask={(task) => onAsk({ what: 'task', task, accountId: account.id })}
            />
          </header>
          <FolderList account={account} {...list} />
          <SyncStatus
            account={account}
            onLogIn={() => onAsk({ what: 'task', task: 'password', accountId: account.id })}
            onShowCertificate={() => onAsk({ what: 'task', task: 'certificates', accountId: account.id })}
          />
        </section>
      ))}
      <OperationStatus />
      <TransferStatus folderNameOf={folderNameOf} />
      <JudgementStatus />
      <div className={styles['add']}>
        <Button look="quiet" onPress={() => onAsk({ what: 'add' })}>
          <Plus size={16} aria-hidden />
          {t('accounts.addTitle')}
        </Button>
      </div>
    </div>
  )
}
