/**
 * What must have become of every mail after a user and another program acted on it, for tests that let chance act on both
 * sides: all that the other program did, and then all that the user did, since the user's last act counts. This holds as
 * long as no act of another program comes after the engine has told the server of one of the user's.
 */

/** By subject: where copies lie, each as `toPlace` writes it, ordered. */
export type Mailboxes = ReadonlyMap<string, readonly string[]>

export type Deed =
  | { kind: 'flag'; flag: string; on: boolean }
  /** to null: for ever. */
  | { kind: 'move'; from: string; to: string | null }
  | { kind: 'copy'; to: string }
  /** The copy that was made goes again. */
  | { kind: 'uncopy'; from: string }
  | { kind: 'deliver'; to: string }

export interface Expected {
  /** @param isSure whether the engine said that it is done, and nothing may have kept it from that. */
  byUser(mail: string, deed: Deed, isSure: boolean): void
  /** The server has done it. */
  byOther(mail: string, deed: Deed): void
  /** The user did something to it. */
  isUsers(mail: string): boolean
  /** Another program did. */
  isOthers(mail: string): boolean
  /** What both did to it, in a line. */
  story(mail: string): string
  /** What is wrong, a line each. */
  compare(mailboxes: Mailboxes): string[]
}

interface Copy {
  folder: string
  flags: readonly string[]
}
type Copies = readonly Copy[]

interface Act {
  deed: Deed
  isSure: boolean
}

export function expectFrom(before: Mailboxes): Expected {
  const acts = new Map<string, { users: Act[]; others: Act[] }>()
  function actsOn(mail: string) {
    const known = acts.get(mail) ?? { users: [], others: [] }
    acts.set(mail, known)
    return known
  }

  function possible(mail: string): Set<string> {
    const { users, others } = actsOn(mail)
    const first = (before.get(mail) ?? []).map(copyAt)
    let states = new Map([[toText(first), first as Copies]])
    for (const { deed, isSure } of [...others, ...users]) {
      const isLasting = isSure && !(users.length > 1 && comesToNothing(deed, first, users))
      const after = [...states.values()].map((copies) => carryOut(copies, deed))
      states = new Map(
        [...(isLasting ? [] : states.values()), ...after].map((copies) => [toText(copies), copies]),
      )
    }
    return new Set(states.keys())
  }

  function story(mail: string): string {
    const { users, others } = actsOn(mail)
    return [
      ...others.map(({ deed }) => `another program: ${JSON.stringify(deed)}`),
      ...users.map(({ deed, isSure }) => `user${isSure ? '' : ' perhaps'}: ${JSON.stringify(deed)}`),
    ].join('; ')
  }

  return {
    story,
    byUser: (mail, deed, isSure) => void actsOn(mail).users.push({ deed, isSure }),
    byOther: (mail, deed) => void actsOn(mail).others.push({ deed, isSure: true }),
    isUsers: (mail) => (acts.get(mail)?.users.length ?? 0) > 0,
    isOthers: (mail) => (acts.get(mail)?.others.length ?? 0) > 0,
    compare(mailboxes) {
      const faults: string[] = []
      for (const mail of new Set([...before.keys(), ...acts.keys(), ...mailboxes.keys()])) {
        const states = possible(mail)
        const places = [...(mailboxes.get(mail) ?? [])].sort().join()
        if (states.has(places)) continue
        const wanted = [...states].join('] or [')
        faults.push(
          `${mail} was at [${before.get(mail) ?? ''}] and is at [${places}], not at [${wanted}]; ${story(mail)}`,
        )
      }
      return faults
    },
  }
}

/** What the user takes back before the server is told is not told at all: what another program did remains then. */
function comesToNothing(deed: Deed, first: Copies, users: readonly Act[]): boolean {
  if (deed.kind === 'flag') {
    const last = users.findLast((act) => act.deed.kind === 'flag' && act.deed.flag === deed.flag)?.deed
    return last?.kind === 'flag' && first.some(({ flags }) => flags.includes(deed.flag) === last.on)
  }
  if (deed.kind === 'deliver') return false
  const last = users.findLast((act) => act.deed.kind !== 'flag')?.deed
  if (last?.kind === 'uncopy') return true
  return last?.kind === 'move' && first.some(({ folder }) => folder === last.to)
}

function carryOut(copies: Copies, deed: Deed): Copies {
  if (deed.kind === 'deliver') return [...copies, { folder: deed.to, flags: [] }]
  if (deed.kind === 'flag') {
    return copies.map(({ folder, flags }) => {
      const others = flags.filter((one) => one !== deed.flag)
      return { folder, flags: deed.on ? [...others, deed.flag] : others }
    })
  }
  if (deed.kind === 'copy') {
    // Where another program has brought the mail to the same folder, it is there.
    const made = copies.slice(0, 1).filter(({ folder }) => folder !== deed.to)
    return [...copies, ...made.map((copy) => ({ ...copy, folder: deed.to }))]
  }
  // A single mail is meant wherever it is by now.
  const isMeant = ({ folder }: Copy) => folder === deed.from || (deed.kind === 'move' && copies.length === 1)
  const at = copies.findLastIndex(isMeant)
  return copies.flatMap((copy, index) => {
    if (index !== at) return [copy]
    return deed.kind === 'uncopy' || deed.to === null ? [] : [{ ...copy, folder: deed.to }]
  })
}

export function toPlace(folder: string, flags: readonly string[]): string {
  return [folder, ...[...flags].sort()].join('|')
}

function copyAt(place: string): Copy {
  const [folder = '', ...flags] = place.split('|')
  return { folder, flags }
}

function toText(copies: Copies): string {
  return copies
    .map(({ folder, flags }) => toPlace(folder, flags))
    .sort()
    .join()
}

export function gather(found: readonly { mail: string; place: string }[]): Mailboxes {
  const mailboxes = new Map<string, string[]>()
  for (const { mail, place } of found) mailboxes.set(mail, [...(mailboxes.get(mail) ?? []), place].sort())
  return mailboxes
}
