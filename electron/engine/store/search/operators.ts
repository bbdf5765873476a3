import { plainly } from '../../../../shared/fold-for-search.ts'
import type { FolderRole } from '../../../../shared/models/folder.ts'

/** What may stand before a colon. */
export type Operator =
  | 'from'
  | 'to'
  | 'subject'
  | 'has'
  | 'is'
  | 'tracker'
  | 'in'
  | 'before'
  | 'after'
  | 'larger'
  | 'smaller'

/** What `has:` and `is:` ask of a mail. */
export type Trait = 'attachment' | 'tracker' | 'receipt' | 'clean' | 'unread' | 'read' | 'starred'

function byName<Meaning extends string>(
  names: Readonly<Partial<Record<Meaning, string>>>,
): ReadonlyMap<string, Meaning> {
  const meanings = Object.entries(names) as [Meaning, string][]
  return new Map(
    meanings.flatMap(([meaning, said]) => said.split(' ').map((name) => [plainly(name), meaning])),
  )
}

/** Names in every language at once: who reads Arabic also types English ones. */
const operators = byName<Operator>({
  from: 'from من',
  to: 'to إلى',
  subject: 'subject الموضوع موضوع',
  has: 'has فيها فيه به',
  is: 'is حالة الحالة',
  tracker: 'tracker متتبع تتبع',
  in: 'in folder في المجلد',
  before: 'before قبل',
  after: 'after since بعد منذ',
  larger: 'larger أكبر',
  smaller: 'smaller أصغر',
})

const traitsToHave = byName<Trait>({
  attachment: 'attachment attachments مرفق مرفقات',
  tracker: 'tracker trackers تتبع متتبع',
  receipt: 'receipt receipts إشعار',
  starred: 'star flag نجمة علامة',
})

const traitsToBe = byName<Trait>({
  clean: 'clean نظيف نظيفة',
  unread: 'unread new جديد جديدة',
  read: 'read مقروء مقروءة',
  starred: 'starred flagged مميز مميزة',
})

/** So that `in:spam` and `في:المهملات` find a folder of whatever name. */
const roles = byName<FolderRole>({
  inbox: 'inbox الوارد',
  drafts: 'drafts draft المسودات',
  sent: 'sent المرسل',
  archive: 'archive الأرشيف',
  junk: 'junk spam المزعج',
  trash: 'trash bin المهملات',
  all: 'all الكل كل',
  flagged: 'flagged starred المميزة',
})

/** Whether some word of `name` begins with `wanted`: "mails" is in "Mailtrack (Mailsuite)". */
export function namesWordLike(name: string, wanted: string): boolean {
  const inWords = (text: string): string =>
    ` ${
      plainly(text)
        .match(/[\p{L}\p{N}]+/gu)
        ?.join(' ') ?? ''
    }`
  const words = inWords(wanted)
  return words !== ' ' && inWords(name).includes(words)
}

export function operatorOf(name: string): Operator | undefined {
  return operators.get(plainly(name))
}

export function traitOf(operator: 'has' | 'is', value: string): Trait | undefined {
  return (operator === 'has' ? traitsToHave : traitsToBe).get(plainly(value))
}

/** Whether somebody who goes on typing may come to a known one. */
export function beginsTrait(operator: 'has' | 'is', value: string): boolean {
  const beginning = plainly(value)
  return [...(operator === 'has' ? traitsToHave : traitsToBe).keys()].some((name) =>
    name.startsWith(beginning),
  )
}

/** As the list of folders calls them: البريد الوارد, All messages. Of names as `plainly` makes them. */
const BESIDE_ROLE = /^البريد +| +(?:messages|الرسايل)$/

export function folderRoleOf(name: string): FolderRole | undefined {
  return roles.get(plainly(name).replace(BESIDE_ROLE, ''))
}
