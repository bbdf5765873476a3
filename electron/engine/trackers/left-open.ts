/**
 * Which elements end others that were left open, as the HTML standard (13.2.4.2, 13.2.6.4.7) says: where this differs from
 * Chromium's tree, a picture counts as shown that nobody sees.
 */
export interface LeftOpen {
  names: readonly string[]
  /** What keeps them open whatever stands inside of it. */
  within: ReadonlySet<string>
}

/** Outside of a table Chromium passes over their tags. */
export const TABLE_PARTS: ReadonlySet<string> = new Set(
  'caption col colgroup tbody td tfoot th thead tr'.split(' '),
)
/** Not `table`, which stays in a p where a mail says no doctype. */
const ENDS_PARAGRAPH = (
  'address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 ' +
  'h3 h4 h5 h6 header hgroup hr listing main menu nav ol p plaintext pre search section summary ul xmp'
).split(' ')
const AROUND_TEXT = new Set('applet button caption marquee object select table td template th'.split(' '))
const AROUND_ITEMS = new Set([...AROUND_TEXT, ...ENDS_PARAGRAPH, 'noscript'])
for (const name of ['address', 'div', 'p']) AROUND_ITEMS.delete(name)
const AROUND_CELLS = new Set(['table', 'template'])
const CELL: LeftOpen = { names: ['td', 'th'], within: AROUND_CELLS }
const ROW: LeftOpen = { names: ['tr'], within: AROUND_CELLS }
const ITEM: LeftOpen = { names: ['li'], within: AROUND_ITEMS }
const PARAGRAPH: LeftOpen = { names: ['p'], within: AROUND_TEXT }

const ENDS = new Map<string, readonly LeftOpen[]>([
  ['td', [CELL]],
  ['th', [CELL]],
  ['tr', [ROW]],
  ['li', [ITEM, PARAGRAPH]],
  ...ENDS_PARAGRAPH.map((name): [string, LeftOpen[]] => [name, [PARAGRAPH]]),
])
const NOTHING: readonly LeftOpen[] = []

/** What an element ends as it begins: a cell the cell before. */
export function endedBy(name: string): readonly LeftOpen[] {
  return ENDS.get(name) ?? NOTHING
}

/** What an end tag of that name ends. */
export function endedByItsTag(name: string): LeftOpen {
  return { names: [name], within: TABLE_PARTS.has(name) || name === 'table' ? AROUND_CELLS : AROUND_TEXT }
}
