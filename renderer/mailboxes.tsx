import { useQueries, useQuery } from '@tanstack/react-query'
import { Inbox, LoaderCircle, Plus } from 'lucide-react'
import { type JSX, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account, AccountId } from '../shared/models/account.ts'
import type { Folder, FolderId } from '../shared/models/folder.ts'
import type { MessageId } from '../shared/models/message.ts'
import { useEngine, useShellCommand } from './engine-client.ts'
import { foldersQuery, syncStatesQuery } from './engine-queries.ts'
import { AccountMenu } from './features/accounts/account-menu.tsx'
import { AddAccountDialog } from './features/accounts/add-account-dialog.tsx'
import { OutgoingDialog } from './features/accounts/outgoing-dialog.tsx'
import { PasswordDialog } from './features/accounts/password-dialog.tsx'
import { RemoveAccountDialog } from './features/accounts/remove-account-dialog.tsx'
import { FolderList } from './features/folders/folder-list.tsx'
import { MessageList } from './features/message-list/message-list.tsx'
import { Reader } from './features/reader/reader.tsx'
import { NothingFound } from './features/search/nothing-found.tsx'
import { SearchPanel } from './features/search/search-panel.tsx'
import { useSearch } from './features/search/use-search.ts'
import { JudgementStatus } from './features/sync/judgement-status.tsx'
import { SyncStatus } from './features/sync/sync-status.tsx'
import { folderName } from './format/folder-name.ts'
import styles from './mailboxes.module.css'
import { Button } from './ui/button.tsx'
import { EmptyState } from './ui/empty-state.tsx'
import { Panes } from './ui/panes.tsx'

interface MailboxesProps {
  /** At least one. */
  accounts: Account[]
  foldersOpen: boolean
  onCloseFolders(): void
}

type Asked = { what: 'add' } | { what: 'password' | 'outgoing' | 'remove'; account: Account }
type Place = { accountId: AccountId; folderId: FolderId | null }

/** The three panes, and the dialogs about accounts. Features meet here and nowhere else. */
export function Mailboxes({ accounts, foldersOpen, onCloseFolders }: MailboxesProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const [chosen, setChosen] = useState<Place | null>(null)
  const [messageId, setMessageId] = useState<MessageId | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  useShellCommand('add-account', () => setAsked({ what: 'add' }))

  // Until a folder is chosen, and when its account is gone: the inbox of the first account.
  const place = accounts.some((account) => account.id === chosen?.accountId) ? chosen : null
  const accountId = place?.accountId ?? accounts[0]?.id
  const known = useFolders(accounts)
  const folders = known.filter((one) => one.accountId === accountId)
  const folder = folders.find((one) => one.id === place?.folderId) ?? folders[0]
  const states = useQuery(syncStatesQuery(engine)).data ?? []
  const phase = states.find((state) => state.accountId === accountId)?.phase ?? 'connecting'

  const search = useSearch()
  const name = folder && folderName(folder, t)
  const title = name && `${name} – ${t('app.name')}`
  useEffect(() => {
    document.title = title ?? t('app.name')
  }, [title, t])

  const close = (): void => setAsked(null)
  function goTo(next: Place): void {
    setChosen(next)
    setMessageId(null)
    onCloseFolders()
  }

  return (
    <>
      <Panes
        showing={messageId === null ? 'list' : 'reader'}
        foldersOpen={foldersOpen}
        onCloseFolders={onCloseFolders}
        folders={
          <div className={styles['folders']}>
            {accounts.map((account) => (
              <section key={account.id} className={styles['account']}>
                <header className={styles['header']}>
                  <h2 className={styles['address']} dir="auto">
                    {account.address}
                  </h2>
                  <AccountMenu
                    account={account}
                    onEnterPassword={() => setAsked({ what: 'password', account })}
                    onNameOutgoing={() => setAsked({ what: 'outgoing', account })}
                    onRemove={() => setAsked({ what: 'remove', account })}
                  />
                </header>
                <FolderList
                  account={account}
                  selectedId={account.id === accountId ? (folder?.id ?? null) : null}
                  onSelect={(next) => goTo({ accountId: account.id, folderId: next.id })}
                />
                <SyncStatus
                  account={account}
                  onEnterPassword={() => setAsked({ what: 'password', account })}
                />
              </section>
            ))}
            <JudgementStatus />
            <div className={styles['add']}>
              <Button look="quiet" onPress={() => setAsked({ what: 'add' })}>
                <Plus size={16} aria-hidden />
                {t('accounts.addTitle')}
              </Button>
            </div>
          </div>
        }
        list={
          folder &&
          name !== undefined && (
            <MessageList
              key={folder.id}
              listing={{ folderId: search.isEverywhere ? null : folder.id, query: search.query }}
              title={search.isEverywhere ? t('search.results') : name}
              total={search.query === '' ? folder.total : null}
              empty={
                search.query !== '' ? (
                  <NothingFound search={search} folderName={name} />
                ) : (
                  <EmptyFolder arriving={phase !== 'idle' && phase !== 'failed'} />
                )
              }
              {...(search.isEverywhere && {
                folderNameOf: (id: FolderId) => {
                  const found = known.find((one) => one.id === id)
                  return found && folderName(found, t)
                },
              })}
              selectedId={messageId}
              onSelect={setMessageId}
            >
              <SearchPanel search={search} folderName={name} />
            </MessageList>
          )
        }
        reader={<Reader messageId={messageId} onBack={() => setMessageId(null)} />}
      />
      {asked?.what === 'add' && (
        <AddAccountDialog
          onAdded={(account) => {
            goTo({ accountId: account.id, folderId: null })
            close()
          }}
          onClose={close}
        />
      )}
      {asked?.what === 'password' && <PasswordDialog account={asked.account} onClose={close} />}
      {asked?.what === 'outgoing' && <OutgoingDialog account={asked.account} onClose={close} />}
      {asked?.what === 'remove' && <RemoveAccountDialog account={asked.account} onClose={close} />}
    </>
  )
}

/** Of every account, those of the first first. */
function useFolders(accounts: readonly Account[]): Folder[] {
  const engine = useEngine()
  return useQueries({
    queries: accounts.map((account) => foldersQuery(engine, account.id)),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  })
}

/** `arriving`: mail of this account is on its way, so an empty folder may only be empty for now. */
function EmptyFolder({ arriving }: { arriving: boolean }): JSX.Element {
  const { t } = useTranslation()
  return arriving ? (
    <EmptyState icon={LoaderCircle} isBusy title={t('messages.arriving')} hint={t('messages.arrivingHint')} />
  ) : (
    <EmptyState icon={Inbox} title={t('messages.empty')} hint={t('messages.emptyHint')} />
  )
}
