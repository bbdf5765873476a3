import {
  Archive,
  FilePen,
  Flag,
  Folder as FolderIcon,
  Inbox,
  type LucideIcon,
  Mails,
  OctagonAlert,
  Send,
  Trash2,
} from 'lucide-react'
import type { FolderRole } from '../../../shared/models/folder.ts'

const icons: Record<FolderRole, LucideIcon> = {
  inbox: Inbox,
  drafts: FilePen,
  sent: Send,
  archive: Archive,
  junk: OctagonAlert,
  trash: Trash2,
  all: Mails,
  flagged: Flag,
}

export function iconOf(role: FolderRole | null): LucideIcon {
  return role === null ? FolderIcon : icons[role]
}
