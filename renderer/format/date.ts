import type { ReportInterval, ReportSpan } from '../../shared/models/privacy-report.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

// Mail carries Gregorian dates; some Arabic locales would otherwise switch the calendar unasked.
function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // The system may be in another time zone by now; a format stays in the one that it was made in.
  const key = `${locale} ${new Date().getTimezoneOffset()} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { calendar: 'gregory', ...options })
  formats.set(key, known)
  return known
}

/**
 * As short as it can be understood: the time today, the weekday within six days, the day this year, else the
 * whole date.
 *
 * @param date and `now` in Unix milliseconds.
 */
export function formatListDate(date: number, now: number, locale: string): string {
  const then = new Date(date)
  const today = new Date(now)
  const dayStart = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime()
  const nextDay = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1).getTime()
  const weekStart = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 6).getTime()
  if (date >= dayStart && date < nextDay) {
    return dateFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(then)
  }
  if (date >= weekStart && date < dayStart) return dateFormat(locale, { weekday: 'short' }).format(then)
  if (then.getFullYear() === today.getFullYear()) {
    return dateFormat(locale, { day: 'numeric', month: 'short' }).format(then)
  }
  return dateFormat(locale, { day: 'numeric', month: 'numeric', year: 'numeric' }).format(then)
}

/** Day, month and year. */
export function formatDay(date: number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'long' }).format(new Date(date))
}

/** Everything: weekday, date and time. */
export function formatFullDate(date: number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(date))
}

const STEP: Record<ReportInterval, Record<'short' | 'long', Intl.DateTimeFormatOptions>> = {
  day: { short: { day: 'numeric', month: 'short' }, long: { dateStyle: 'medium' } },
  week: { short: { day: 'numeric', month: 'short' }, long: { dateStyle: 'medium' } },
  month: { short: { month: 'short', year: 'numeric' }, long: { month: 'long', year: 'numeric' } },
  year: { short: { year: 'numeric' }, long: { year: 'numeric' } },
}

/** A step of a timeline. Short, below an axis: "3 Nov", "Nov 2026", "2026". Long: "3 – 9 Nov 2026". */
export function formatStep(
  step: ReportSpan,
  interval: ReportInterval,
  length: 'short' | 'long',
  locale: string,
): string {
  const format = dateFormat(locale, STEP[interval][length])
  return interval === 'week' && length === 'long'
    ? format.formatRange(new Date(step.from), new Date(step.until - 1))
    : format.format(new Date(step.from))
}
