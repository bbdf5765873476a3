const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** RFC 5322 4.3. Military letters and names nobody knows count as UTC, as the RFC asks. */
const ZONES: Readonly<Record<string, number>> = {
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
}
const COMMENT = /\([^()]*\)/g
const DATE =
  /(\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\d{2,4}) (\d{1,2}) ?: ?(\d{2})(?: ?: ?(\d{2}))?(?:[.,]\d{1,9})?(?: ?([+-])(\d{2}):?(\d{2})| ([a-z]{1,5}))?/i
const LONGEST_DATE = 200

function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return digits.length === 3 ? 1900 + year : year
}

/** A Date header as Unix time in ms, null when it holds no date. A missing zone is UTC, never this machine's. */
export function parseDate(value: string): number | null {
  const plain = value.slice(0, LONGEST_DATE).replace(COMMENT, ' ').replace(/\s+/g, ' ')
  const match = DATE.exec(plain)
  if (match === null) return null
  const [
    ,
    day,
    monthName = '',
    year = '',
    hour,
    minute,
    second = '0',
    sign,
    zoneHour,
    zoneMinute,
    zone = '',
  ] = match
  const month = MONTHS.indexOf(monthName.toLowerCase())
  const clock = [Number(day), Number(hour), Number(minute), Number(second)] as const
  // 60: a leap second.
  if (month < 0 || clock[0] > 31 || clock[1] > 23 || clock[2] > 59 || clock[3] > 60) return null
  const minutes = Number(zoneHour) * 60 + Number(zoneMinute)
  const offset = sign === undefined ? (ZONES[zone.toLowerCase()] ?? 0) : sign === '-' ? -minutes : minutes
  return Date.UTC(fullYear(year), month, ...clock) - offset * 60_000
}
