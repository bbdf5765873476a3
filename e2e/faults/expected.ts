/** Where copies of a mail lie, each "folder flags", ordered. */
export type Places = readonly string[]
/** By Message-ID. */
export type Mailboxes = ReadonlyMap<string, Places>
export type Change = (places: Places) => Places

export interface Expected {
  /** The user did it: with an answer it has its effect, without one it has it or not. */
  byUser(mail: string, change: Change, isAnswered: boolean): void
  byOther(mail: string, change: Change): void
  /** What is wrong, a line each. */
  compare(mailboxes: Mailboxes): string[]
}

interface Wish {
  possible: Map<string, Places>
  users: boolean
  others: boolean
  most: number
  mayGo: boolean
}

/**
 * What may have become of every mail. Where only one side touched it that is known to the letter; where both did, the
 * mail is nowhere more often than any of them made it, and gone only if one of them deleted it.
 */
export function expectFrom(before: Mailboxes): Expected {
  const wishes = new Map<string, Wish>()

  function wishOf(mail: string): Wish {
    const places = before.get(mail) ?? []
    const possible = new Map([[places.join(), places]])
    const wish = wishes.get(mail) ?? {
      possible,
      users: false,
      others: false,
      most: places.length,
      mayGo: false,
    }
    wishes.set(mail, wish)
    return wish
  }

  function apply(wish: Wish, change: Change, isSure: boolean): void {
    const after = [...wish.possible.values()].map((places) => [...change(places)].sort())
    const fewer = after.some(({ length }) => length === 0)
    const more = Math.max(...after.map(({ length }) => length)) > Math.max(...lengths(wish))
    if (fewer) wish.mayGo = true
    if (more) wish.most += 1
    if (isSure) wish.possible.clear()
    for (const places of after) wish.possible.set(places.join(), places)
  }

  return {
    byUser(mail, change, isAnswered) {
      const wish = wishOf(mail)
      wish.users = true
      apply(wish, change, isAnswered)
    },
    byOther(mail, change) {
      const wish = wishOf(mail)
      wish.others = true
      apply(wish, change, true)
    },
    compare(mailboxes) {
      const faults: string[] = []
      for (const mail of new Set([...before.keys(), ...wishes.keys(), ...mailboxes.keys()])) {
        const { possible, users, others, most, mayGo } = wishOf(mail)
        const places = mailboxes.get(mail) ?? []
        const isRight =
          users && others
            ? places.length <= most && (places.length > 0 || mayGo)
            : possible.has([...places].sort().join())
        const wanted = users && others ? `at most ${most}` : [...possible.keys()].join(' or ')
        if (!isRight) faults.push(`${mail} is at [${places}], not at [${wanted}]`)
      }
      return faults
    },
  }
}

function lengths({ possible }: Wish): number[] {
  return [...possible.values()].map(({ length }) => length)
}

export function flagged(flag: string, on: boolean): Change {
  return (places) =>
    places.map((place) => {
      const [folder, ...flags] = place.split(' ')
      const others = flags.filter((one) => one !== flag)
      return [folder, ...(on ? [...others, flag] : others).sort()].join(' ')
    })
}

/** @param to null: for ever. */
export function moved(from: string, to: string | null): Change {
  return (places) =>
    places.flatMap((place) => {
      const [folder, ...flags] = place.split(' ')
      if (folder !== from) return [place]
      return to === null ? [] : [[to, ...flags].join(' ')]
    })
}

export function copied(from: string, to: string): Change {
  return (places) => [...places, ...moved(from, to)(places.filter((place) => place.split(' ')[0] === from))]
}
