import type { ReferenceKind } from '../../../shared/models/remote-content.ts'
import { PICTURE_PROPERTIES } from '../../../shared/shown-markup.ts'

export type CssKind = Extract<ReferenceKind, 'css-image' | 'css-import' | 'css-font' | 'srcset' | 'unshown'>

interface Found {
  address: string
  kind: CssKind
}

/** What is known of one declaration. */
interface Declaration {
  property: string
  /** See TARGETS; null for a property that shows no pictures. */
  target: string | null
  found: Found[]
  isRaw: boolean
  /** Nobody can say yet what it shows, or the page shows none of it. */
  isUncertain: boolean
  isInvalid: boolean
  isImportant: boolean
  /** In an `image-set()` at this depth of brackets, of which the first picture is shown. */
  set: { depth: number; isTaken: boolean } | null
}

/** Whose pictures a property sets, and takes back from an earlier one: `background: none`. */
const TARGETS = new Map([
  ...Array.from(PICTURE_PROPERTIES, (name) => [name, name] as const),
  ['background', 'background-image'],
  ['border-image', 'border-image-source'],
  ['list-style', 'list-style-image'],
  ['mask', 'mask-image'],
  ['-webkit-mask', 'mask-image'],
  ['-webkit-mask-image', 'mask-image'],
])
/**
 * raw: the value is not known until it is used, and Chromium takes whatever stands around it. unknown: shows pictures
 * in a way that the page knows nothing of. set: the same picture in several sizes.
 */
const FUNCTIONS = new Map<string, 'raw' | 'unknown' | 'set'>([
  ...['var', 'env', 'if', 'inherit'].map((name) => [name, 'raw'] as const),
  ...['attr', 'src', 'image', 'element', 'paint'].map((name) => [name, 'unknown'] as const),
  ...['cross-fade', '-webkit-cross-fade'].map((name) => [name, 'unknown'] as const),
  ...['image-set', '-webkit-image-set'].map((name) => [name, 'set'] as const),
])
/** Another browser's own: Chromium passes over the whole declaration. */
const OTHERS_OWN = /^-(?:moz|ms|o)-/
/** Besides functions, all that a property for nothing but pictures can say. */
const PICTURE_WORDS =
  /^(?:none|normal|(?:no-)?(?:open|close)-quote|important|initial|inherit|unset|revert|revert-layer)$/
/** Properties that take no list: Chromium passes over a declaration with a comma. */
const WITHOUT_LIST = /^(?:border-image|list-style|content)/

/** Follows the declarations of a block, to tell which of their pictures the page will show (tame-css.ts). */
export interface Declarations {
  /** A name and a colon. */
  begin(property: string): void
  /** A value for pictures is being read: its words and commas matter. */
  isAboutPictures(): boolean
  isCustom(): boolean
  /** A word of the value, outside of all brackets. @param inStep of an animation, where nothing can be important. */
  word(word: string, inStep: boolean): void
  comma(): void
  /** A function begins, and is the innermost of so many brackets. */
  call(name: string, depth: number): void
  /** So many brackets are still open. */
  close(depth: number): void
  /** @param kind where it is no picture whatever the declaration. */
  address(address: string, kind: 'css-import' | 'css-font' | null): void
  /** @param isKept by the page, as far as what stands around it says. */
  end(isKept: boolean): void
  /** Hands over what was found, in order: only now it is known which of it would be shown. */
  endBlock(): void
}

export function createDeclarations(found: (address: string, kind: CssKind) => void): Declarations {
  let declaration = newDeclaration()
  let waiting: Found[] = []
  /** The last declaration for each target. */
  const latest = new Map<string, Declaration>()

  return {
    begin(property) {
      if (declaration.property !== '') return
      declaration.property = property.toLowerCase()
      declaration.target = TARGETS.get(declaration.property) ?? null
    },
    isAboutPictures: () => declaration.target !== null,
    isCustom: () => declaration.property.startsWith('--'),
    word(word, inStep) {
      const isImportant = word === 'important'
      declaration.isImportant ||= isImportant
      const isOther = PICTURE_PROPERTIES.has(declaration.property) && !PICTURE_WORDS.test(word)
      declaration.isInvalid ||= isOther || (isImportant && inStep)
    },
    comma() {
      declaration.isInvalid ||= WITHOUT_LIST.test(declaration.property)
    },
    call(name, depth) {
      const kind = name.startsWith('--') ? 'raw' : FUNCTIONS.get(name)
      if (kind === 'set') declaration.set ??= { depth, isTaken: false }
      else if (kind !== undefined) {
        declaration.isRaw ||= kind === 'raw'
        declaration.isUncertain = true
      } else if (OTHERS_OWN.test(name)) declaration.isInvalid = true
    },
    close(depth) {
      if (declaration.set !== null && depth < declaration.set.depth) declaration.set = null
    },
    address(address, kind) {
      declaration.found.push({ address, kind: kind ?? pictureKind(declaration) })
    },
    end(isKept) {
      const { target, isRaw, isUncertain, isInvalid, isImportant } = declaration
      const before = target === null ? undefined : latest.get(target)
      const counts = target !== null && (isRaw || !isInvalid) && (isImportant || before?.isImportant !== true)
      // The page keeps the last one alone.
      if (counts) {
        if (before !== undefined) hide(before.found)
        latest.set(target, declaration)
      }
      if (!counts || isUncertain || !isKept) hide(declaration.found)
      for (const one of declaration.found) waiting.push(one)
      if (target !== null || declaration.found.length > 0) declaration = newDeclaration()
      else {
        // Most declarations are about no picture, and are not worth another object.
        declaration.property = ''
        declaration.isRaw = false
        declaration.isUncertain = false
        declaration.isInvalid = false
        declaration.set = null
      }
    },
    endBlock() {
      for (const { address, kind } of waiting) found(address, kind)
      if (waiting.length > 0) waiting = []
      latest.clear()
    },
  }
}

function newDeclaration(): Declaration {
  return {
    property: '',
    target: null,
    found: [],
    isRaw: false,
    isUncertain: false,
    isInvalid: false,
    isImportant: false,
    set: null,
  }
}

function pictureKind({ set }: Declaration): CssKind {
  if (set === null) return 'css-image'
  const { isTaken } = set
  set.isTaken = true
  return isTaken ? 'srcset' : 'css-image'
}

function hide(references: readonly Found[]): void {
  for (const one of references) if (one.kind === 'css-image') one.kind = 'unshown'
}
