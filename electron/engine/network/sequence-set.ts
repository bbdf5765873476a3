/** A sequence set of RFC 3501 in which neighbours are one range: 1,2,3,7 -> "1:3,7". */
export function toSequenceSet(uids: readonly number[]): string {
  const ranges: string[] = []
  let first: number | undefined
  let last: number | undefined
  const close = () => {
    if (first !== undefined) ranges.push(first === last ? `${first}` : `${first}:${last}`)
  }
  for (const uid of [...new Set(uids)].sort((a, b) => a - b)) {
    if (last === undefined || uid !== last + 1) {
      close()
      first = uid
    }
    last = uid
  }
  close()
  return ranges.join(',')
}

/** Servers need to take no longer line than 8,000 bytes (RFC 7162 4), and the command has other words too. */
const LONGEST_SET = 7_000

/** The same in as many sets as it takes for each to fit into a command. @returns the UIDs of each, in order. */
export function intoSets(uids: readonly number[]): number[][] {
  const sorted = [...new Set(uids)].sort((a, b) => a - b)
  if (toSequenceSet(sorted).length <= LONGEST_SET) return sorted.length === 0 ? [] : [sorted]
  const half = sorted.length >> 1
  return [...intoSets(sorted.slice(0, half)), ...intoSets(sorted.slice(half))]
}

/** "1:3,7" -> 1, 2, 3, 7; null when it is no such set, or names more than `limit`. */
export function expandSequenceSet(set: string, limit: number): number[] | null {
  const uids: number[] = []
  for (const range of set.split(',')) {
    const [, first, last = first] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(range) ?? []
    const ends = [Number(first), Number(last)]
    const [low, high] = [Math.min(...ends), Math.max(...ends)]
    if (!(low >= 1 && high - low < limit - uids.length)) return null
    for (let uid = low; uid <= high; uid += 1) uids.push(uid)
  }
  return uids
}
