import { limits } from './limits.ts'

// C0, DEL, C1 and line separators, and the direction overrides that turn "exe.gpj" round to look like a picture.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out.
const UNSEEN = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]+/g

// Control characters but the tab: NUL ends strings in C code, CR and LF split headers.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out.
const CONTROLS = /[\x00-\x08\x0a-\x1f\x7f]+/g

/** A header's value as it may be passed on: nothing in it can end a line. */
export function withoutControls(value: string): string {
  return value.replace(CONTROLS, '')
}

/** One line for people to read: no control characters, no direction overrides, single blanks, bounded. */
export function tidyLine(text: string): string {
  return text.slice(0, limits.line).replace(UNSEEN, ' ').replace(DIRECTION, '').replace(/\s+/g, ' ').trim()
}

/** A sender's file name, as a name only: no folders, no tricks with direction, short enough for any disk. */
export function tidyFilename(name: string): string {
  const tidy =
    tidyLine(name)
      .split(/[/\\]/)
      .findLast((level) => level.trim() !== '')
      ?.trim() ?? ''
  if (tidy.length <= limits.filename) return tidy
  const dot = tidy.lastIndexOf('.')
  const extension = dot > 0 && tidy.length - dot <= 20 ? tidy.slice(dot) : ''
  return tidy.slice(0, limits.filename - extension.length) + extension
}
