import { LIMITS } from './limits.ts'
import { createStyleRules, merge, readDeclarations, type StyleFacts, toPixels } from './style-facts.ts'

/** Whether and how large an element is drawn, as far as the message says. */
export interface Look {
  /** CSS pixels; Infinity: as much as there is; null: not said. */
  width: number | null
  height: number | null
  /** Not drawn, by itself or by something around it. */
  hidden: boolean
  /** Hidden, but a rule for dark mode or another screen shows it. */
  shownElsewhere: boolean
}

export const UNKNOWN_LOOK: Look = { width: null, height: null, hidden: false, shownElsewhere: false }

interface Room {
  width: number
  height: number
  /** Text in it has no size. */
  noFont: boolean
}

const WIDE: Room = { width: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY, noFont: false }
/** Elements that are never drawn; `dialog` only once a script opens it. */
const NEVER_DRAWN = new Set(['amp-pixel', 'dialog', 'datalist'])

/** Follows the elements of one document as they open and close. */
export interface ElementLooks {
  open(tag: string, attributes: readonly string[], closed: boolean): Look
  close(tag: string): void
  readRules(css: string): void
  /** Whether the element that is open now is hidden. */
  hidden(): boolean
  foreign(): 'svg' | 'math' | null
}

const VOID = new Set(
  'area base basefont bgsound br col embed frame hr img image input link meta param source track wbr'.split(
    ' ',
  ),
)
/** Elements that end another which was left open: a cell ends the cell before. */
const ENDS = new Map<string, readonly string[]>([
  ['td', ['td', 'th']],
  ['th', ['td', 'th']],
  ['tr', ['tr']],
  ['li', ['li']],
  ['p', ['p']],
])
/** How far up an element left open is looked for; more would let a hostile message ask for a quadratic search. */
const NEAR = 6
/** A cell of this many pixels makes a picture that fills it a pixel. */
const SMALL = 3
/** Different style attributes that are remembered; newsletters repeat a few dozen. */
const REMEMBERED_STYLES = 2_000

export function createElementLooks(): ElementLooks {
  const rules = createStyleRules()
  const styles = new Map<string, StyleFacts>()
  const tags: string[] = []
  const looks: Look[] = []
  /** Pixels that the element leaves to what is inside; the same positions as `tags`. */
  const rooms: Room[] = []
  const openTags = new Map<string, number>()

  const top = (): Look => looks.at(-1) ?? UNKNOWN_LOOK
  const room = (): Room => rooms.at(-1) ?? WIDE

  function factsOfStyle(style: string): StyleFacts {
    let facts = styles.get(style)
    if (facts === undefined) {
      facts = readDeclarations(style)
      if (styles.size < REMEMBERED_STYLES) styles.set(style, facts)
    }
    return facts
  }

  function pop(): void {
    const tag = tags.pop()
    looks.pop()
    rooms.pop()
    if (tag === undefined) return
    const count = openTags.get(tag) ?? 0
    if (count > 1) openTags.set(tag, count - 1)
    else openTags.delete(tag)
  }

  function endOpen(tag: string): void {
    const ends = ENDS.get(tag)
    if (ends === undefined || !ends.some((one) => openTags.has(one))) return
    for (let i = tags.length - 1; i >= 0 && i > tags.length - 1 - NEAR; i--) {
      const open = tags[i] ?? ''
      if (open === 'table') return
      if (ends.includes(open)) {
        while (tags.length > i) pop()
        return
      }
    }
  }

  /** Whether text in the element that was looked at last has no size. */
  let noFont = false

  function lookOf(tag: string, attributes: readonly string[]): Look {
    const around = top()
    let width: number | null = null
    let height: number | null = null
    let style: string | undefined
    let classes: string | undefined
    let id: string | undefined
    let hidden = around.hidden || NEVER_DRAWN.has(tag)
    for (let i = 0; i < attributes.length; i += 2) {
      const value = attributes[i + 1] ?? ''
      switch (attributes[i]) {
        case 'width':
          width = toPixels(value.trim())
          break
        case 'height':
          height = toPixels(value.trim())
          break
        case 'style':
          style = value
          break
        case 'class':
          classes = value
          break
        case 'id':
          id = value
          break
        case 'hidden':
          hidden = true
          break
      }
    }
    const ruled = rules.factsOf(tag, classes, id)
    let facts = ruled.facts
    if (style !== undefined) {
      const own = factsOfStyle(style)
      facts = facts === null ? own : merge(facts, own)
    }
    noFont = facts?.noFont ?? room().noFont
    if (facts !== null) {
      hidden ||= facts.hidden ?? false
      width = facts.autoWidth ? null : (facts.width ?? width)
      height = facts.autoHeight ? null : (facts.height ?? height)
      if (facts.byFont && noFont) {
        width &&= 0
        height &&= 0
      }
      if (facts.clips && ((width ?? 99) <= 1 || (height ?? 99) <= 1)) hidden = true
    }
    // What fills a cell of one pixel is one pixel.
    if (width === Number.POSITIVE_INFINITY && room().width <= SMALL) width = room().width
    if (height === Number.POSITIVE_INFINITY && room().height <= SMALL) height = room().height
    const shownElsewhere = around.shownElsewhere || ruled.shownElsewhere
    if (
      width === null &&
      height === null &&
      hidden === around.hidden &&
      shownElsewhere === around.shownElsewhere
    ) {
      return hidden || shownElsewhere ? { ...around, width, height } : UNKNOWN_LOOK
    }
    return { width, height, hidden, shownElsewhere }
  }

  return {
    open(tag, attributes, closed) {
      endOpen(tag)
      noFont = room().noFont
      const look = attributes.length === 0 && !NEVER_DRAWN.has(tag) ? inherit(top()) : lookOf(tag, attributes)
      const ended =
        VOID.has(tag) ||
        (closed && (openTags.has('svg') || openTags.has('math') || tag.includes(':') || tag === 'svg'))
      if (!ended && tags.length < LIMITS.depth) {
        tags.push(tag)
        looks.push(look)
        rooms.push(roomIn(look, room(), noFont))
        openTags.set(tag, (openTags.get(tag) ?? 0) + 1)
      }
      return look
    },
    close(tag) {
      if (!openTags.has(tag)) return
      while (tags.length > 0 && tags.at(-1) !== tag) pop()
      pop()
    },
    readRules: (css) => rules.read(css),
    hidden: () => top().hidden,
    foreign: () => (openTags.has('svg') ? 'svg' : openTags.has('math') ? 'math' : null),
  }
}

function roomIn(look: Look, around: Room, noFont: boolean): Room {
  if (look.width === null && look.height === null && noFont === around.noFont) return around
  return { width: look.width ?? around.width, height: look.height ?? around.height, noFont }
}

/** Size is an element's own; being hidden is everything's inside. */
function inherit(around: Look): Look {
  if (around.width === null && around.height === null) return around
  return around.hidden || around.shownElsewhere ? { ...around, width: null, height: null } : UNKNOWN_LOOK
}
