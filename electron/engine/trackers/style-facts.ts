import { decodeEscapes } from './css-characters.ts'
import { LIMITS } from './limits.ts'

/**
 * What declarations say about being seen. Sizes are CSS pixels, Infinity where an element fills what it stands
 * in, null where they say nothing.
 */
export interface StyleFacts {
  /** undefined: says nothing. */
  hidden: boolean | undefined
  width: number | null
  height: number | null
  /** `width: auto` and the like: takes an attribute's size back. */
  autoWidth: boolean
  autoHeight: boolean
  /** What does not fit is cut off. */
  clips: boolean
  /** Text, and all that is measured by it, has no size. */
  noFont: boolean | undefined
  /** The size is measured by the text. */
  byFont: boolean
}

const NOTHING: StyleFacts = {
  hidden: undefined,
  width: null,
  height: null,
  autoWidth: false,
  autoHeight: false,
  clips: false,
  noFont: undefined,
  byFont: false,
}
/** Only these properties are looked at; the others are most of every newsletter. */
const TELLING =
  /(?:^|[;{\s"'])((?:m(?:in|ax)-)?(?:width|height)|display|(?:content-)?visibility|opacity|overflow(?:-[xy])?|clip(?:-path)?|left|right|top|bottom|inset|margin(?:-left|-top)?|text-indent|transform|translate|scale|filter|position|font-size)\s{0,9}:([^;}]*)/gi
const PIXELS: Record<string, number> = {
  px: 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 37.8,
  mm: 3.78,
  em: 16,
  rem: 16,
  ex: 8,
}
/** What the width and height of nearly every picture are. */
const NUMBER = /^\d{1,9}$/
const LENGTH = /^(?:calc\(\s{0,9})?([+-]?(?:\d+\.?\d*|\.\d+))([a-z%]*)/
const SCALE = /(?:^|scale(?:3d|x|y)?\(\s{0,9})(\d{0,9}\.?\d{1,9})/
const NO_OPACITY = /opacity(?:\(\s{0,9}|=)0{0,9}\.?0{0,9}%?\s{0,9}\)/
const MOVED = /[+-]?\d{1,9}(?:\.\d{1,9})?(?:px|r?em|pt|v[wh])/g
/** Pixels from the edge at which a thing is surely outside of any window. */
const OFF_SCREEN = -999
/** The same in parts of the window, for what is placed by them. */
const WINDOWS_AWAY = -100
/** A limit such as `max-width: 600px` is no size; one of a few pixels is. */
const SMALL = 3
const BY_FONT = /^[\d.]{1,9}(?:em|ex|ch)$/

/** Reads the declarations of a style attribute or rule. Linear; the last of equal properties wins. */
export function readDeclarations(style: string): StyleFacts {
  const clean = decodeEscapes(withoutComments(style))
  let facts = NOTHING
  let zeroSize = false
  let placed = false
  let away = false
  // Not matchAll, which makes a RegExp of its own for each of the many styles.
  TELLING.lastIndex = 0
  for (let match = TELLING.exec(clean); match !== null; match = TELLING.exec(clean)) {
    const [, name = '', text = ''] = match
    if (facts === NOTHING) facts = { ...NOTHING }
    const property = name.toLowerCase()
    const lower = text.toLowerCase()
    const value = (lower.includes('!') ? lower.replace(/!\s{0,9}important/, '') : lower).trim()
    switch (property) {
      case 'display':
        facts.hidden = value === 'none'
        break
      case 'visibility':
        facts.hidden = value === 'hidden' || value === 'collapse' || (facts.hidden ?? false)
        break
      case 'content-visibility':
        if (value === 'hidden') facts.hidden = true
        break
      case 'opacity':
        if (Number.parseFloat(value) < (value.endsWith('%') ? 5 : 0.05)) facts.hidden = true
        break
      case 'filter':
        if (NO_OPACITY.test(value)) facts.hidden = true
        break
      case 'transform':
        if (value.includes('scale') && Number(SCALE.exec(value)?.[1] ?? 1) < 0.05) facts.hidden = true
        if (value.includes('translate') && isFarAway(value)) facts.hidden = true
        break
      case 'scale':
        if (Number(SCALE.exec(value)?.[1] ?? 1) < 0.05) facts.hidden = true
        break
      case 'translate':
      case 'text-indent':
        if (isFarAway(value)) facts.hidden = true
        break
      case 'clip':
        if (value.startsWith('rect(') && isNothing(value)) facts.hidden = true
        break
      case 'clip-path':
        if (/^inset\(\s{0,9}(?:50|100)%|^circle\(\s{0,9}0/.test(value)) facts.hidden = true
        if (value.startsWith('polygon(') && isNothing(value)) facts.hidden = true
        break
      case 'position':
        placed = value === 'absolute' || value === 'fixed' || value === 'relative'
        break
      case 'left':
      case 'right':
      case 'top':
      case 'bottom':
      case 'inset':
      case 'margin':
      case 'margin-left':
      case 'margin-top':
        if (isFarAway(value)) away = true
        break
      case 'font-size':
        facts.noFont = toPixels(value) === 0
        break
      case 'overflow':
      case 'overflow-x':
      case 'overflow-y':
        facts.clips = value.startsWith('hidden') || value.startsWith('clip')
        break
      case 'width':
        facts.width = toPixels(value)
        facts.byFont ||= BY_FONT.test(value)
        facts.autoWidth = facts.width === null
        break
      case 'height':
        facts.height = toPixels(value)
        facts.byFont ||= BY_FONT.test(value)
        facts.autoHeight = facts.height === null
        break
      case 'min-width':
        facts.width = atLeast(facts.width, toPixels(value))
        break
      case 'min-height':
        facts.height = atLeast(facts.height, toPixels(value))
        break
      case 'max-width':
      case 'max-height': {
        const limit = toPixels(value)
        if (limit === null || limit > SMALL) break
        if (limit === 0) zeroSize = true
        if (property === 'max-width') facts.width = Math.min(facts.width ?? limit, limit)
        else facts.height = Math.min(facts.height ?? limit, limit)
        break
      }
    }
  }
  if (away && (placed || facts.clips)) facts.hidden = true
  if (facts.clips && (zeroSize || facts.width === 0 || facts.height === 0)) facts.hidden = true
  return facts
}

function atLeast(size: number | null, least: number | null): number | null {
  return least === null || least <= SMALL ? size : Math.max(size ?? 0, least)
}

/** Some length in it leads out of any window: `translateX(-9999px)`, `-200vw`. */
function isFarAway(value: string): boolean {
  return (value.match(MOVED) ?? []).some((length) => {
    const number = Number.parseFloat(length)
    return /[wh]$/.test(length) ? number <= WINDOWS_AWAY : (toPixels(length) ?? 0) <= OFF_SCREEN
  })
}

/** A shape none of whose measures is more than a pixel. */
function isNothing(shape: string): boolean {
  const measures = shape.match(/\d{1,9}(?:\.\d{1,9})?/g) ?? []
  return measures.length > 0 && measures.every((measure) => Number(measure) <= 1)
}

/** `1.5pt` -> 2, `100%` -> Infinity, anything that isn't a length -> null. */
export function toPixels(value: string): number | null {
  if (NUMBER.test(value)) return Number(value)
  const length = LENGTH.exec(value)
  if (length?.[1] === undefined) return null
  const number = Number(length[1])
  const unit = length[2] ?? ''
  if (unit === '%' || unit === 'vw' || unit === 'vh')
    return number >= 10 ? Number.POSITIVE_INFINITY : number === 0 ? 0 : null
  return number * (PIXELS[unit] ?? 1)
}

/** What the message's own style sheets say of classes, ids and `img`. */
export interface StyleRules {
  read(css: string): void
  /** By an element's class and id attributes. */
  factsOf(tag: string, classes: string | undefined, id: string | undefined): RuleFacts
}

export interface RuleFacts {
  /** null when no rule says anything. */
  facts: StyleFacts | null
  /** Some other circumstance (dark mode, a narrow screen) shows what the plain rule hides. */
  shownElsewhere: boolean
}

/** Conditions that every screen meets. */
const ALWAYS = /^@media\s{1,9}(?:only\s{1,9})?(?:all|screen)\s{0,9}$|^@layer\b/i
const SIMPLE_SELECTOR = /^(?:\*|img|div|span|td|tr|table|p|a|body)?(?:[.#][\w-]+)?$/i

/**
 * Only rules with one simple selector (`.preheader`, `img.pixel`, `#beacon`) count; those inside `@media` are
 * kept apart: they tell what is a variant for dark mode or phones.
 */
export function createStyleRules(): StyleRules {
  const plain = new Map<string, StyleFacts>()
  const shown = new Set<string>()
  const remembered = new Map<string, RuleFacts>()

  function addRule(selectors: string, declarations: string, conditional: boolean): void {
    if (plain.size + shown.size >= LIMITS.styleRules) return
    const facts = readDeclarations(declarations)
    if (facts === NOTHING) return
    for (const selector of selectors.split(',', LIMITS.classes)) {
      const name = selector.trim().split(/\s+/).at(-1)?.toLowerCase() ?? ''
      if (conditional) {
        if (facts.hidden === false) shown.add(name.slice(Math.max(0, name.indexOf('.'))))
      } else if (SIMPLE_SELECTOR.test(selector.trim()) && name !== '') {
        const known = plain.get(name)
        plain.set(name, known === undefined ? facts : merge(known, facts))
      }
    }
  }

  function lookUp(tag: string, classes: string | undefined, id: string | undefined): RuleFacts {
    const names = classNames(classes).map((name) => `.${name}`)
    if (id !== undefined) names.push(`#${id.toLowerCase()}`)
    let facts: StyleFacts | null = null
    for (const name of [...(tag === 'img' ? [''] : []), ...names]) {
      for (const selector of [name, tag + name]) {
        const found = plain.get(selector)
        if (found !== undefined) facts = facts === null ? found : merge(facts, found)
      }
    }
    return { facts, shownElsewhere: names.some((name) => shown.has(name)) }
  }

  return {
    read(css) {
      remembered.clear()
      const clean = withoutComments(css)
      /** For every block that is open: whether it holds under some condition only. */
      const blocks: boolean[] = []
      let at = 0
      for (;;) {
        const open = clean.indexOf('{', at)
        if (open < 0) break
        let prelude = clean.slice(at, open)
        for (let close = prelude.indexOf('}'); close >= 0; close = prelude.indexOf('}')) {
          blocks.pop()
          prelude = prelude.slice(close + 1)
        }
        prelude = prelude.slice(prelude.lastIndexOf(';') + 1).trim()
        if (blocks.length < LIMITS.depth && /^@(?:media|supports|layer|container|scope)\b/i.test(prelude)) {
          blocks.push(!ALWAYS.test(prelude))
          at = open + 1
          continue
        }
        const close = clean.indexOf('}', open)
        const end = close < 0 ? clean.length : close
        if (!prelude.startsWith('@')) addRule(prelude, clean.slice(open + 1, end), blocks.includes(true))
        at = end + 1
      }
    },
    factsOf(tag, classes, id) {
      if (classes === undefined && id === undefined && tag !== 'img') return NO_RULES
      if (plain.size === 0 && shown.size === 0) return NO_RULES
      const key = `${tag} ${classes} ${id}`
      let found = remembered.get(key)
      if (found === undefined) {
        found = lookUp(tag, classes, id)
        if (remembered.size < LIMITS.styleRules) remembered.set(key, found)
      }
      return found
    },
  }
}

const NO_RULES: RuleFacts = { facts: null, shownElsewhere: false }

/** Facts where the later declarations say nothing else. */
export function merge(earlier: StyleFacts, later: StyleFacts): StyleFacts {
  return {
    hidden: later.hidden ?? earlier.hidden,
    width: later.autoWidth ? null : (later.width ?? earlier.width),
    height: later.autoHeight ? null : (later.height ?? earlier.height),
    autoWidth: later.autoWidth || (earlier.autoWidth && later.width === null),
    autoHeight: later.autoHeight || (earlier.autoHeight && later.height === null),
    clips: later.clips || earlier.clips,
    noFont: later.noFont ?? earlier.noFont,
    byFont: later.byFont || (earlier.byFont && later.width === null && later.height === null),
  }
}

/** A comment stands for a space; one that is never closed takes the rest. */
function withoutComments(css: string): string {
  return css.includes('/*') ? css.replaceAll(/\/\*[\s\S]*?(?:\*\/|$)/g, ' ') : css
}

function classNames(classes: string | undefined): string[] {
  if (classes === undefined || classes === '') return []
  return classes.toLowerCase().trim().split(/\s+/, LIMITS.classes)
}
