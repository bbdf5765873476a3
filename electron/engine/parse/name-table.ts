/**
 * Names that are looked for where a text has one, whatever its case, without making a string of what stands
 * there: strings for all names of a newsletter, and a look into a Map for each, were a fifth of the time that
 * scanning it took.
 */
export type NameTable = readonly (string | null)[]

/** Slots for each name: then hardly two share one. */
const ROOM = 8

/** @param names lower case, ASCII. */
export function nameTable(names: readonly string[]): NameTable {
  const table: (string | null)[] = Array.from(
    { length: 2 ** Math.ceil(Math.log2(names.length * ROOM)) },
    () => null,
  )
  for (const name of new Set(names)) {
    let hash = 0
    for (let at = 0; at < name.length; at++) hash = addLetter(hash, name.charCodeAt(at))
    let slot = hash & (table.length - 1)
    while (table[slot] !== null) slot = (slot + 1) & (table.length - 1)
    table[slot] = name
  }
  return table
}

/** The number of a name, letter by letter, from 0; the same for capitals. */
export function addLetter(hash: number, code: number): number {
  return (Math.imul(hash, 31) + (code | CASE)) | 0
}

/**
 * @param hash number of the name that stands at `from` to `to`
 * @returns the name as it is in the table, always the same string; null when it is not there
 */
export function findName(
  table: NameTable,
  hash: number,
  text: string,
  from: number,
  to: number,
): string | null {
  const mask = table.length - 1
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const name = table[slot] ?? null
    if (name === null || isSame(name, text, from, to)) return name
  }
}

const CASE = 0x20

function isSame(name: string, text: string, from: number, to: number): boolean {
  if (name.length !== to - from) return false
  for (let at = 0; at < name.length; at++) {
    const letter = name.charCodeAt(at)
    const code = text.charCodeAt(from + at)
    // Only letters have two cases: "\r" is no small "-".
    if (code !== letter && (letter < 0x61 || (code | CASE) !== letter)) return false
  }
  return true
}
