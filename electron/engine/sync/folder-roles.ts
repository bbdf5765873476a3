import type { ListResponse } from 'imapflow'
import { foldForSearch } from '../../../shared/fold-for-search.ts'
import { type FolderRole, folderRoleSchema } from '../../../shared/models/folder.ts'

/**
 * Names in Arabic that imapflow does not know, in one spelling of the many: alef, ta marbuta, vowel signs and the
 * article make no difference.
 */
const ARABIC: Partial<Record<FolderRole, string[]>> = {
  sent: ['مرسل', 'مرسلة', 'بريد مرسل', 'رسائل مرسلة', 'عناصر مرسلة', 'رسائل تم إرسالها'],
  trash: ['مهملات', 'سلة مهملات', 'محذوف', 'محذوفات', 'عناصر محذوفة', 'رسائل محذوفة', 'بريد محذوف'],
  junk: [
    ...['سخام', 'غير هام', 'بريد غير هام', 'بريد مزعج', 'رسائل مزعجة', 'بريد عشوائي', 'رسائل عشوائية'],
    ...['غير مرغوب', 'غير مرغوب فيه', 'بريد غير مرغوب', 'بريد غير مرغوب فيه', 'رسائل غير مرغوب فيها'],
    ...['بريد إلكتروني غير هام', 'بريد إلكتروني غير مرغوب فيه'],
  ],
  drafts: ['مسودة', 'مسودات'],
  archive: ['أرشيف', 'مؤرشف', 'مؤرشفة', 'بريد مؤرشف', 'رسائل مؤرشفة'],
}

const ROLE_OF = new Map(
  Object.entries(ARABIC).flatMap(([role, names]) =>
    names.map((name) => [bareName(name), folderRoleSchema.parse(role)]),
  ),
)

function bareName(name: string): string {
  const words = foldForSearch(name)
    .trim()
    .split(/[\s_]+/)
  return words.map((word) => (word.length > 4 ? word.replace(/^ال/, '') : word)).join(' ')
}

/** "\Sent" of RFC 6154, and imapflow's "\Inbox", as our roles; imapflow knows names in many languages too. */
function announcedRole({ specialUse }: ListResponse): FolderRole | null {
  return folderRoleSchema.safeParse(specialUse?.slice(1).toLowerCase()).data ?? null
}

/** By path. A role that the server gives, or that imapflow found by name, goes before a name in Arabic. */
export function rolesOf(folders: readonly ListResponse[]): Map<string, FolderRole | null> {
  const roles = new Map(folders.map((folder) => [folder.path, announcedRole(folder)]))
  const given = new Set(roles.values())
  const shallowFirst = [...folders].sort((a, b) => a.parent.length - b.parent.length)
  for (const { path, name } of shallowFirst) {
    const role = ROLE_OF.get(bareName(name))
    if (role === undefined || given.has(role) || roles.get(path) !== null) continue
    roles.set(path, role)
    given.add(role)
  }
  return roles
}
