import { DROPPED_WITH_CONTENT } from '../../../shared/shown-markup.ts'
import { endedBy, endedByItsTag, type LeftOpen, TABLE_PARTS } from './left-open.ts'
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

const VOID = new Set(
  'area base basefont bgsound br col embed frame hr img image input link meta param source track wbr'.split(
    ' ',
  ),
)
/** What stands in these is text in the page or nothing at all; DOMPurify takes a noscript with elements for an attack. */
const TAKEN_OUT = new Set([...DROPPED_WITH_CONTENT, 'noscript', 'textarea', 'xmp'])
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
  ends: readonly LeftOpen[]
  /** What its end tag ends. */
  itself: LeftOpen
  /** How many are open. */
  open: number
}

interface OpenElement {
  tag: Tag
  look: Look
  room: Room
  around: OpenElement | null
}

/** Follows the elements of one document as they open and close. */
export class ElementLooks {
  readonly #rules = createStyleRules()
  readonly #styles = new Map<string, StyleFacts>()
  readonly #tags = new Map<string, Tag>()
  #innermost: OpenElement = { tag: tagNamed('#document'), look: UNKNOWN_LOOK, room: WIDE, around: null }
  #depth = 0
  /** How many are open that the page takes out. */
  #takenOut = 0
  /** Whether text in the element that was looked at last has no size. */
  #noFont = false

  open(name: string, attributes: readonly string[], closed: boolean): Look {
    const tag = this.#tagOf(name)
    for (const one of tag.ends) this.#end(one, NEAR)
    const { look: around, room } = this.#innermost
    this.#noFont = room.noFont
    const look =
      attributes.length === 0 && !tag.isNeverDrawn ? inherit(around) : this.#lookOf(tag, attributes)
    const ended =
      tag.isVoid ||
      (closed && (this.#isOpen('svg') || this.#isOpen('math') || name.includes(':') || name === 'svg'))
    if (!ended && this.#depth < LIMITS.depth) this.#push(tag, look)
    return look
  }

  close(name: string): void {
    const tag = this.#tags.get(name)
    if (tag !== undefined) this.#end(tag.itself, LIMITS.depth)
  }

  readRules(css: string): void {
    this.#rules.read(css)
  }

  /** Whether the element that is open now is hidden. */
  hidden(): boolean {
    return this.#innermost.look.hidden
  }

  /** Whether the element of that name, which was opened last, goes with what is around it or is not even in Chromium's tree. */
  isTakenOut(name: string): boolean {
    const own = this.#tags.get(name)
    const isItself = own?.takesOut === true && own.open > 0
    return this.#takenOut > (isItself ? 1 : 0) || (TABLE_PARTS.has(name) && !this.#isOpen('table'))
  }

  foreign(): 'svg' | 'math' | null {
    return this.#isOpen('svg') ? 'svg' : this.#isOpen('math') ? 'math' : null
  }

  #tagOf(name: string): Tag {
    let tag = this.#tags.get(name)
    if (tag === undefined) {
      tag = tagNamed(name)
      this.#tags.set(name, tag)
    }
    return tag
  }

  #isOpen(name: string): boolean {
    return (this.#tags.get(name)?.open ?? 0) > 0
  }

  #factsOfStyle(style: string): StyleFacts {
    let facts = this.#styles.get(style)
    if (facts === undefined) {
      facts = readDeclarations(style)
      if (this.#styles.size < REMEMBERED_STYLES) this.#styles.set(style, facts)
    }
    return facts
  }

  #push(tag: Tag, look: Look): void {
    const around = this.#innermost
    this.#innermost = { tag, look, room: roomIn(look, around.room, this.#noFont), around }
    tag.open++
    this.#depth++
    if (tag.takesOut) this.#takenOut++
  }

  #pop(): void {
    const { tag, around } = this.#innermost
    if (around === null) return
    this.#innermost = around
    tag.open--
    this.#depth--
    if (tag.takesOut) this.#takenOut--
    if (tag.open === 0 && this.#tags.size > REMEMBERED_TAGS) this.#tags.delete(tag.name)
  }

  /** The nearest of them, if one is open at most so far up, and all inside. */
  #end({ names, within }: LeftOpen, levels: number): void {
    if (!this.#isAnyOpen(names)) return
    let element: OpenElement | null = this.#innermost
    for (let level = 0; level < levels && element !== null; level++) {
      const { name }: Tag = element.tag
      if (names.includes(name)) {
        while (this.#innermost !== element.around) this.#pop()
        return
      }
      if (within.has(name)) return
      element = element.around
    }
  }

  #isAnyOpen(names: readonly string[]): boolean {
    for (const name of names) if (this.#isOpen(name)) return true
    return false
  }

  #lookOf(tag: Tag, attributes: readonly string[]): Look {
    const { look: around, room } = this.#innermost
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
    const ruled = this.#rules.factsOf(tag.name, classes, id)
    let facts = ruled.facts
    if (style !== undefined) {
      const own = this.#factsOfStyle(style)
      facts = facts === null ? own : merge(facts, own)
    }
    const noFont = facts?.noFont ?? room.noFont
    this.#noFont = noFont
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
}

function tagNamed(name: string): Tag {
  const [isVoid, isNeverDrawn, takesOut] = [VOID.has(name), NEVER_DRAWN.has(name), TAKEN_OUT.has(name)]
  return { name, isVoid, isNeverDrawn, takesOut, ends: endedBy(name), itself: endedByItsTag(name), open: 0 }
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
