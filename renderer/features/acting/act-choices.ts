import {
  Archive,
  CopyPlus,
  FolderInput,
  type LucideIcon,
  Mail,
  MailOpen,
  OctagonAlert,
  ShieldCheck,
  Star,
  StarOff,
  Trash2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Folder, FolderId, FolderRole } from '../../../shared/models/folder.ts'
import type { Acting } from '../../acting.ts'
import { useCommand } from '../../commands.ts'
import type { ShellCommand } from '../../engine-client.ts'
import type { ActedMail } from '../../shown-mails.ts'

/** Something that can be done to the mails in question. */
export interface ActChoice {
  command: ShellCommand
  icon: LucideIcon
  label: string
  isDanger?: boolean
  run(): void
}

/** What can be done to these mails where they lie, in the order of toolbars and menus. */
export function useActChoices(mails: readonly ActedMail[], acting: Acting): ActChoice[] {
  const { t } = useTranslation()
  const { act, ask } = acting
  const roles = new Map<FolderId, FolderRole | null>(acting.folders.map(({ id, role }) => [id, role]))
  const outside = (...some: FolderRole[]) =>
    mails.filter(({ folderId }) => !some.some((role) => role === roles.get(folderId)))

  const choices: ActChoice[] = []
  const offer = (
    command: ShellCommand,
    icon: LucideIcon,
    label: string,
    concerned: readonly ActedMail[],
    run: () => void,
  ) => concerned.length > 0 && choices.push({ command, icon, label, run })

  const toArchive = outside('archive', 'all')
  offer('archive', Archive, t('acts.archive'), toArchive, () => act(toArchive, { kind: 'archive' }))

  const toTrash = outside('trash')
  if (toTrash.length > 0) {
    offer('delete', Trash2, t('acts.delete'), toTrash, () => act(toTrash, { kind: 'trash' }))
  } else {
    offer('delete', Trash2, t('acts.deleteForEver'), mails, () => ask({ what: 'delete', mails }))
  }

  const toJunk = outside('junk')
  if (toJunk.length > 0) {
    offer('junk', OctagonAlert, t('acts.junk'), toJunk, () => act(toJunk, { kind: 'junk' }))
  } else {
    offer('junk', ShieldCheck, t('acts.notJunk'), mails, () => act(mails, { kind: 'not-junk' }))
  }

  if (inOneAccount(mails, acting.folders)) {
    offer('move', FolderInput, t('acts.move'), mails, () => ask({ what: 'move', mails }))
    offer('copy', CopyPlus, t('acts.copy'), mails, () => ask({ what: 'copy', mails }))
  }

  const flag = (concerned: readonly ActedMail[], name: 'seen' | 'flagged', on: boolean) => () =>
    act(concerned, { kind: 'flag', flag: name, on })
  const toStar = mails.filter(({ flagged }) => !flagged)
  if (toStar.length > 0) offer('star', Star, t('acts.star'), toStar, flag(toStar, 'flagged', true))
  else offer('star', StarOff, t('acts.unstar'), mails, flag(mails, 'flagged', false))
  const unread = mails.filter((mail) => mail.unread)
  offer('mark-read', MailOpen, t('acts.read'), unread, flag(unread, 'seen', true))
  const read = mails.filter((mail) => !mail.unread)
  offer('mark-unread', Mail, t('acts.unread'), read, flag(read, 'seen', false))
  return choices
}

function inOneAccount(mails: readonly ActedMail[], folders: readonly Folder[]): boolean {
  const accounts = new Map(folders.map(({ id, accountId }) => [id, accountId]))
  return new Set(mails.map(({ folderId }) => accounts.get(folderId))).size === 1
}

const commands = ['archive', 'delete', 'junk', 'move', 'copy', 'star', 'mark-read', 'mark-unread'] as const

/** Lets the menu and the keyboard do what can be done. */
export function useActCommands(choices: readonly ActChoice[]): void {
  // The list never changes, so neither does the order of these hooks.
  for (const command of commands) {
    // biome-ignore lint/correctness/useHookAtTopLevel: as many times on every render
    useCommand(command, () => choices.find((choice) => choice.command === command)?.run())
  }
}
