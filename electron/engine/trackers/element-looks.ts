import { DROPPED_WITH_CONTENT } from '../../../shared/shown-markup.ts'
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
  /** Pixels that an element leaves to what is inside. */
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
  /** Whether the element of that name, which was opened last, goes with what is around it or is not even in Chromium's tree. */
  isTakenOut(tag: string): boolean
}

const VOID = new Set(
  'area base basefont bgsound br col embed frame hr img image input link meta param source track wbr'.split(
    ' ',
  ),
)
/** What stands in these is text in the page or nothing at all; DOMPurify takes a noscript with elements for an attack. */
const TAKEN_OUT = new Set([...DROPPED_WITH_CONTENT, 'noscript', 'textarea', 'xmp'])
/** Outside of a table Chromium passes over their tags. */
const TABLE_PARTS = new Set('caption col colgroup tbody td tfoot th thead tr'.split(' '))
/** Elements that end another which was left open: a cell ends the cell before. */
const ENDS = new Map<string, readonly string[]>([
  ['td', ['td', 'th']],
  ['th', ['td', 'th']],
  ['tr', ['tr']],
  ['li', ['li']],
  ['p', ['p']],
])
const ENDS_NOTHING: readonly string[] = []
/** How far up an element left open is looked for; more would let a hostile message ask for a quadratic search. */
const NEAR = 6
/** A cell of this many pixels makes a picture that fills it a pixel. */
const SMALL = 3
/** Different style attributes that are remembered; newsletters repeat a few dozen. */
const REMEMBERED_STYLES = 2_000
/** Names of elements that are remembered when none is open; honest mail has fewer. */
const REMEMBERED_TAGS = 200

/** What is known of all elements of one name. */
interface Tag {
  name: string
  isVoid: boolean
  isNeverDrawn: boolean
  takesOut: boolean
  ends: readonly string[]
  /** How many are open. */
  open: number
}

interface OpenElement {
  tag: Tag
  look: Look
  room: Room
  around: OpenElement | null
}

export function createElementLooks(): ElementLooks {
  const rules = createStyleRules()
  const styles = new Map<string, StyleFacts>()
  const tags = new Map<string, Tag>()
  const document: OpenElement = { tag: tagOf('#document'), look: UNKNOWN_LOOK, room: WIDE, around: null }
  let innermost = document
  let depth = 0
  /** How many are open that the page takes out. */
  let takenOut = 0

  function tagOf(name: string): Tag {
    let tag = tags.get(name)
    if (tag === undefined) {
      const [isVoid, isNeverDrawn, takesOut] = [VOID.has(name), NEVER_DRAWN.has(name), TAKEN_OUT.has(name)]
      tag = { name, isVoid, isNeverDrawn, takesOut, ends: ENDS.get(name) ?? ENDS_NOTHING, open: 0 }
      tags.set(name, tag)
    }
    return tag
  }

  function isOpen(name: string): boolean {
    return (tags.get(name)?.open ?? 0) > 0
  }

  function factsOfStyle(style: string): StyleFacts {
    let facts = styles.get(style)
    if (facts === undefined) {
      facts = readDeclarations(style)
      if (styles.size < REMEMBERED_STYLES) styles.set(style, facts)
    }
    return facts
  }

  function push(tag: Tag, look: Look): void {
    innermost = { tag, look, room: roomIn(look, innermost.room, noFont), around: innermost }
    tag.open++
    depth++
    if (tag.takesOut) takenOut++
  }

  function pop(): void {
    const { tag, around } = innermost
    if (around === null) return
    innermost = around
    tag.open--
    depth--
    if (tag.takesOut) takenOut--
    if (tag.open === 0 && tags.size > REMEMBERED_TAGS) tags.delete(tag.name)
  }

  function endOpen({ ends }: Tag): void {
    if (ends.length === 0 || !ends.some(isOpen)) return
    let element: OpenElement | null = innermost
    for (let level = 0; level < NEAR && element !== null; level++) {
      const { name }: Tag = element.tag
      if (name === 'table') return
      if (ends.includes(name)) {
        while (innermost !== element.around) pop()
        return
      }
      element = element.around
    }
  }

  /** Whether text in the element that was looked at last has no size. */
  let noFont = false

  function lookOf(tag: Tag, attributes: readonly string[]): Look {
    const { look: around, room } = innermost
    let width: number | null = null
    let height: number | null = null
    let style: string | undefined
    let classes: string | undefined
    let id: string | undefined
    let hidden = around.hidden || tag.isNeverDrawn
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
    const ruled = rules.factsOf(tag.name, classes, id)
    let facts = ruled.facts
    if (style !== undefined) {
      const own = factsOfStyle(style)
      facts = facts === null ? own : merge(facts, own)
    }
    noFont = facts?.noFont ?? room.noFont
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
    if (width === Number.POSITIVE_INFINITY && room.width <= SMALL) width = room.width
    if (height === Number.POSITIVE_INFINITY && room.height <= SMALL) height = room.height
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
    open(name, attributes, closed) {
      const tag = tagOf(name)
      endOpen(tag)
      noFont = innermost.room.noFont
      const look =
        attributes.length === 0 && !tag.isNeverDrawn ? inherit(innermost.look) : lookOf(tag, attributes)
      const ended =
        tag.isVoid || (closed && (isOpen('svg') || isOpen('math') || name.includes(':') || name === 'svg'))
      if (!ended && depth < LIMITS.depth) push(tag, look)
      return look
    },
    close(name) {
      if (!isOpen(name)) return
      while (innermost.tag.name !== name) pop()
      pop()
    },
    readRules: (css) => rules.read(css),
    hidden: () => innermost.look.hidden,
    isTakenOut(name) {
      const own = tags.get(name)
      const isItself = own?.takesOut === true && own.open > 0
      return takenOut > (isItself ? 1 : 0) || (TABLE_PARTS.has(name) && !isOpen('table'))
    },
    foreign: () => (isOpen('svg') ? 'svg' : isOpen('math') ? 'math' : null),
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
