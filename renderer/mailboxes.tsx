import { useQueries, useQuery } from '@tanstack/react-query'
import { Inbox, LoaderCircle } from 'lucide-react'
import { type JSX, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account, AccountId } from '../shared/models/account.ts'
import type { Folder, FolderId } from '../shared/models/folder.ts'
import type { Transfer } from '../shared/models/transfer.ts'
import { ActQuestion } from './act-question.tsx'
import { canMoveTo, useActing } from './acting.ts'
import { useCommand } from './commands.ts'
import { useConversations } from './conversations.ts'
import { useEngine, useShellCommand } from './engine-client.ts'
import { foldersQuery, offlineQuery, syncStatesQuery } from './engine-queries.ts'
import { AccountDialog } from './features/accounts/account-dialog.tsx'
import { AddAccountDialog } from './features/accounts/add-account-dialog.tsx'
import { ActMenu } from './features/acting/act-menu.tsx'
import { ActToast } from './features/acting/act-toast.tsx'
import { SelectionBar } from './features/acting/selection-bar.tsx'
import { EmptyButton } from './features/folders/empty-button.tsx'
import { EmptyFolderDialog } from './features/folders/empty-folder-dialog.tsx'
import { isEmptied } from './features/folders/is-emptied.ts'
import { MessageList } from './features/message-list/message-list.tsx'
import { NothingFound } from './features/search/nothing-found.tsx'
import { SearchPanel } from './features/search/search-panel.tsx'
import { ServerSearch } from './features/search/server-search.tsx'
import { useSearch } from './features/search/use-search.ts'
import { ExportDialog } from './features/transfer/export-dialog.tsx'
import { ImportDialog } from './features/transfer/import-dialog.tsx'
import { type AccountQuestion, FolderPane } from './folder-pane.tsx'
import { folderName } from './format/folder-name.ts'
import { type MailSelection, NOTHING, opened, selected } from './mail-selection.ts'
import { ReaderPane } from './reader-pane.tsx'
import { SearchWords, useWordsOf } from './search-words.ts'
import type { ActedMail } from './shown-mails.ts'
import { EmptyState } from './ui/empty-state.tsx'
import { Panes } from './ui/panes.tsx'
import { useFocusHome } from './use-focus-home.ts'
import { useOpenRow } from './use-open-row.ts'
import { useServerSearch } from './use-server-search.ts'

interface MailboxesProps {
  /** At least one. */
  accounts: Account[]
  foldersOpen: boolean
  onCloseFolders(): void
}

type Place = { accountId: AccountId; folderId: FolderId | null }

/** The three panes, and the dialogs about accounts. Features meet here and nowhere else. */
export function Mailboxes({ accounts, foldersOpen, onCloseFolders }: MailboxesProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const [chosen, setChosen] = useState<Place | null>(null)
  const [selection, setSelection] = useState<MailSelection>(NOTHING)
  const [dragged, setDragged] = useState<ActedMail[] | null>(null)
  const [menu, setMenu] = useState<{ mails: ActedMail[]; at: { x: number; y: number } } | null>(null)
  const [transferred, setTransferred] = useState<{ kind: Transfer['kind']; folder: Folder } | null>(null)
  const [emptied, setEmptied] = useState<Folder | null>(null)
  const [asked, setAsked] = useState<AccountQuestion | null>(null)
  useShellCommand('add-account', () => setAsked({ what: 'add' }))

  // Until a folder is chosen, and when its account is gone: the inbox of the first account.
  const place = accounts.some((account) => account.id === chosen?.accountId) ? chosen : null
  const accountId = place?.accountId ?? accounts[0]?.id
  // With an account that was removed its open mail goes too.
  const [shownId, setShownId] = useState(accountId)
  if (shownId !== accountId) {
    setShownId(accountId)
    setSelection(NOTHING)
  }
  const known = useFolders(accounts)
  const folders = known.filter((one) => one.accountId === accountId)
  const folder = folders.find((one) => one.id === place?.folderId) ?? folders[0]
  const states = useQuery(syncStatesQuery(engine)).data ?? []
  const phase = states.find((state) => state.accountId === accountId)?.phase ?? 'connecting'

  const search = useSearch()
  const threaded = useConversations() && search.query === ''
  const folderId = search.isEverywhere || !folder ? null : folder.id
  const { found: foundOnServer, ...server } = useServerSearch({ folderId, query: search.words }, accounts)
  const listing = { folderId, query: search.query, order: search.order, foundOnServer, threaded }
  const words = useWordsOf(listing)
  const isKeptInPart = useQueries({
    queries: accounts
      .filter(({ id }) => search.isEverywhere || id === accountId)
      .map(({ id }) => offlineQuery(engine, id)),
    combine: (results) => results.some(({ data }) => data != null && data.days !== null),
  })
  const openRow = useOpenRow(listing, selection.open?.id ?? null)
  const acting = useActing({ folders: known, listing, selection, openRow, onSelection: setSelection })
  useCommand('undo-act', acting.acts.undo)
  const stage = useRef<HTMLDivElement>(null)
  useFocusHome(stage, selection.open)
  const name = folder && folderName(folder, t)
  const folderNameOf = (id: FolderId) => {
    const found = known.find((one) => one.id === id)
    return found && folderName(found, t)
  }
  useShellCommand('import', () => folder && setTransferred({ kind: 'import', folder }))
  useShellCommand('export', () => folder && setTransferred({ kind: 'export', folder }))
  const title = name && `${name} – ${t('app.name')}`
  useEffect(() => {
    document.title = title ?? t('app.name')
  }, [title, t])

  const close = (): void => setAsked(null)
  function goTo(next: Place): void {
    setChosen(next)
    setSelection(NOTHING)
    onCloseFolders()
  }

  /** A row, with all that are selected where it is one of them. */
  const withSelected = (mail: ActedMail) =>
    selection.several.has(mail.id) ? [...selection.several.values()] : [mail]

  return (
    <>
      <Panes
        stage={stage}
        showing={selection.open === null || selection.several.size > 0 ? 'list' : 'reader'}
        foldersOpen={foldersOpen}
        onCloseFolders={onCloseFolders}
        folders={
          <FolderPane
            accounts={accounts}
            selectedId={folder?.id ?? null}
            onSelect={(next) => goTo({ accountId: next.accountId, folderId: next.id })}
            onAsk={setAsked}
            onEmpty={setEmptied}
            onImport={(from) => setTransferred({ kind: 'import', folder: from })}
            onExport={(from) => setTransferred({ kind: 'export', folder: from })}
            folderNameOf={folderNameOf}
            canDrop={(target) => dragged !== null && canMoveTo(dragged, target, known)}
            onDrop={(target) => dragged && acting.act(dragged, { kind: 'move', to: target.id })}
          />
        }
        list={
          folder &&
          name !== undefined && (
            <MessageList
              key={folder.id}
              listing={listing}
              title={search.isEverywhere ? t('search.results') : name}
              total={search.query === '' ? folder.total : null}
              empty={
                search.query !== '' ? (
                  <NothingFound search={search} folderName={name} />
                ) : (
                  <EmptyFolder arriving={phase !== 'idle' && phase !== 'failed'} />
                )
              }
              {...(search.isEverywhere && { folderNameOf })}
              action={
                isEmptied(folder) && search.query === '' && <EmptyButton onPress={() => setEmptied(folder)} />
              }
              selection={selection}
              openRow={openRow}
              onOpen={(id, { explicit }) =>
                // Who comes by the open mail again has not opened it again.
                setSelection((now) =>
                  now.open?.id === id && now.several.size === 0 && !explicit ? now : opened(id, explicit),
                )
              }
              onSelect={(mails) => setSelection((now) => selected(mails, now))}
              onStar={(row) => acting.act([row], { kind: 'flag', flag: 'flagged', on: !row.flagged })}
              onMenu={(row, at) => setMenu({ mails: withSelected(row), at })}
              onDrag={(row) => setDragged(row && withSelected(row))}
            >
              <SearchPanel search={search} folderName={name}>
                {isKeptInPart && <ServerSearch {...server} />}
              </SearchPanel>
              {selection.several.size > 0 && (
                <SelectionBar mails={[...selection.several.values()]} acting={acting} />
              )}
            </MessageList>
          )
        }
        reader={
          <SearchWords value={words}>
            <ReaderPane
              listing={listing}
              selection={selection}
              acting={acting}
              onBack={() => setSelection(NOTHING)}
              onSelectNone={() => setSelection((now) => selected([], now))}
            />
          </SearchWords>
        }
      />
      {menu && <ActMenu {...menu} acting={acting} onClose={() => setMenu(null)} />}
      <ActQuestion acting={acting} />
      <ActToast acts={acting.acts} folders={known} />
      {transferred?.kind === 'import' && (
        <ImportDialog folder={transferred.folder} onClose={() => setTransferred(null)} />
      )}
      {transferred?.kind === 'export' && (
        <ExportDialog folder={transferred.folder} onClose={() => setTransferred(null)} />
      )}
      {emptied && <EmptyFolderDialog folder={emptied} onClose={() => setEmptied(null)} />}
      {asked?.what === 'add' && (
        <AddAccountDialog
          onAdded={(account) => {
            goTo({ accountId: account.id, folderId: null })
            close()
          }}
          onClose={close}
        />
      )}
      {asked?.what === 'task' &&
        accounts
          .filter(({ id }) => id === asked.accountId)
          .map((account) => (
            <AccountDialog key={account.id} account={account} task={asked.task} onClose={close} />
          ))}
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
