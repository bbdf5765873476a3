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
const DATE =
  /(\d{1,2})[\s-]{1,9}([a-z]{3})[a-z]{0,6}[\s-]{1,9}(\d{2,4})\s{1,9}(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d{1,9})?(?:\s{0,9}(?:([+-])(\d{2}):?(\d{2})|([a-z]{1,5})))?/i
const LONGEST_DATE = 200

function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return digits.length === 3 ? 1900 + year : year
}

/** A Date header as Unix time in ms, null when it holds no date. A missing zone is UTC, never this machine's. */
export function parseDate(value: string): number | null {
  const match = DATE.exec(value.slice(0, LONGEST_DATE))
  if (match === null) return null
  const [
    ,
    day = '',
    monthName = '',
    year = '',
    hour = '',
    minute = '',
    second = '0',
    sign,
    zh = '0',
    zm = '0',
    name = '',
  ] = match
  const month = MONTHS.indexOf(monthName.toLowerCase())
  if (month < 0) return null
  const local = Date.UTC(fullYear(year), month, Number(day), Number(hour), Number(minute), Number(second))
  const offset =
    sign === undefined
      ? (ZONES[name.toLowerCase()] ?? 0)
      : (sign === '-' ? -1 : 1) * (Number(zh) * 60 + Number(zm))
  const time = local - offset * 60_000
  return Number.isFinite(time) ? time : null
}
