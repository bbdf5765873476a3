/** Unicode UAX 9: LRI, RLI and FSI; each ends at a PDI. */
const BEGINNINGS = { ltr: '\u2066', rtl: '\u2067', auto: '\u2068' }

/** Keeps a name's own direction inside words of another, where there is no `bdi`. */
export function isolate(name: string, direction: keyof typeof BEGINNINGS = 'auto'): string {
  return `${BEGINNINGS[direction]}${name}\u2069`
}
