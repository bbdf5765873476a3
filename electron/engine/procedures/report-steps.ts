import type { ReportInterval, ReportPeriod, ReportSpan } from '../../../shared/models/privacy-report.ts'

/** More months than this are told by years: narrower bars could not be told apart. */
const MOST_MONTHS = 36

/**
 * The steps of a report's timeline in the computer's time zone, oldest first; the last one holds `now`. Weeks are
 * seven days back from today, so that none is cut short and nobody's first day of the week is wrong.
 *
 * @param earliest when the first mail came; it and `now` are Unix time in ms.
 */
export function reportSteps(
  period: ReportPeriod,
  earliest: number | undefined,
  now: number,
): { interval: ReportInterval; steps: ReportSpan[] } {
  const today = new Date(now)
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()]
  const days = (back: number): number => new Date(year, month, day + 1 - back).getTime()
  const months = (back: number): number => new Date(year, month + 1 - back, 1).getTime()
  const years = (back: number): number => new Date(year + 1 - back, 0, 1).getTime()

  if (period === 'month') return { interval: 'day', steps: stepsBack(30, days) }
  if (period === 'quarter') return { interval: 'week', steps: stepsBack(13, (back) => days(back * 7)) }
  if (period === 'year' || earliest === undefined) return { interval: 'month', steps: stepsBack(12, months) }
  const first = new Date(Math.min(earliest, now))
  const monthCount = (year - first.getFullYear()) * 12 + month - first.getMonth() + 1
  return monthCount <= MOST_MONTHS
    ? { interval: 'month', steps: stepsBack(monthCount, months) }
    : { interval: 'year', steps: stepsBack(year - first.getFullYear() + 1, years) }
}

/** `edge(0)` is the end of the last step, `edge(1)` its beginning. */
function stepsBack(count: number, edge: (back: number) => number): ReportSpan[] {
  return Array.from({ length: count }, (_, index) => ({
    from: edge(count - index),
    until: edge(count - index - 1),
  }))
}
