import { normaliseSubject } from '../../shared/reply-subject.ts'

/** Letters, and the marks that stand for one (Unicode UAX 9). */
const STRONG = /[\p{L}\u061c\u200e\u200f]/u
const RIGHT_TO_LEFT =
  /[\u200f\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/** The direction of what a mail is about: an Arabic subject stays one behind "Re:" or "[a list's name]". */
export function subjectDirection(subject: string): 'ltr' | 'rtl' | 'auto' {
  const first = STRONG.exec(normaliseSubject(subject))?.[0]
  if (first === undefined) return 'auto'
  return RIGHT_TO_LEFT.test(first) ? 'rtl' : 'ltr'
}
