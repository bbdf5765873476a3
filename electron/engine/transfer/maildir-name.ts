/** Letters after ":2," in the names of a Maildir's files, and their IMAP flags. */
const letters: readonly (readonly [string, string])[] = [
  ['D', '\\Draft'],
  ['F', '\\Flagged'],
  ['R', '\\Answered'],
  ['S', '\\Seen'],
]

/** null: it waits to be deleted. Windows can't have a colon in a name, so some programs write another sign. */
export function flagsFromName(name: string): string[] | null {
  const info = /[:;!_-]2,([A-Za-z]*)$/.exec(name)?.[1] ?? ''
  if (info.includes('T')) return null
  return letters.filter(([letter]) => info.includes(letter)).map(([, flag]) => flag)
}

/** @param unique no other file has it. @param separator ":" but where file systems forbid it. */
export function maildirName(unique: string, flags: readonly string[], separator: string): string {
  const has = new Set(flags.map((flag) => flag.toLowerCase()))
  const info = letters.filter(([, flag]) => has.has(flag.toLowerCase())).map(([letter]) => letter)
  return `${unique}${separator}2,${info.join('')}`
}
