import type { ThreadName } from './thread-names.ts'

export interface Mention<Mail> {
  mail: Mail
  name: ThreadName
}

/** The mails that are connected by names they mention, as far as that goes: groups, the largest first. */
export function separate<Mail>(mentions: readonly Mention<Mail>[]): Mail[][] {
  const above = new Map<Mail, Mail>()
  function topOf(mail: Mail): Mail {
    let top = mail
    for (let next = above.get(top); next !== undefined; next = above.get(top)) top = next
    // What was gone through points to the top from now on, so that no chain is gone through twice.
    for (let at = mail; at !== top; ) {
      const next = above.get(at) ?? top
      above.set(at, top)
      at = next
    }
    return top
  }

  const firstWith = new Map<ThreadName, Mail>()
  const mails = new Set<Mail>()
  for (const { mail, name } of mentions) {
    mails.add(mail)
    const other = firstWith.get(name)
    if (other === undefined) firstWith.set(name, mail)
    else if (topOf(other) !== topOf(mail)) above.set(topOf(mail), topOf(other))
  }

  const groups = new Map<Mail, Mail[]>()
  for (const mail of mails) {
    const group = groups.get(topOf(mail))
    if (group === undefined) groups.set(topOf(mail), [mail])
    else group.push(mail)
  }
  return [...groups.values()].sort((a, b) => b.length - a.length)
}
