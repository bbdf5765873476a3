/** A mail as the threading of jwz.org/doc/threading.html wants it. */
export interface JwzMail {
  id: string
  /** Oldest first; In-Reply-To stands last. */
  references: readonly string[]
}

interface Container {
  mail: JwzMail | null
  parent: Container | null
}

function isAbove(upper: Container, lower: Container): boolean {
  for (let at: Container | null = lower; at !== null; at = at.parent) if (at === upper) return true
  return false
}

/** That algorithm's steps 1 to 3, over all mails at once: the ids of the mails of each thread. */
export function threadByJwz(mails: readonly JwzMail[]): string[][] {
  const containers = new Map<string, Container>()
  function containerOf(id: string): Container {
    const known = containers.get(id)
    if (known !== undefined) return known
    const made = { mail: null, parent: null }
    containers.set(id, made)
    return made
  }
  for (const mail of mails) {
    const own = containerOf(mail.id)
    own.mail = mail
    let above: Container | null = null
    for (const id of mail.references) {
      const next = containerOf(id)
      if (above !== null && next.parent === null && !isAbove(next, above)) next.parent = above
      above = next
    }
    if (above !== null && !isAbove(own, above)) own.parent = above
  }
  const threads = new Map<Container, string[]>()
  for (const container of containers.values()) {
    if (container.mail === null) continue
    let top = container
    while (top.parent !== null) top = top.parent
    threads.set(top, [...(threads.get(top) ?? []), container.mail.id])
  }
  return [...threads.values()]
}
