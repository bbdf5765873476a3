import { expect, test } from 'vitest'
import { reportPeriodSchema } from '../../../shared/models/privacy-report.ts'
import { reportSteps } from './report-steps.ts'

const at = (year: number, month: number, day: number, hour = 0) =>
  new Date(year, month - 1, day, hour).getTime()
const NOW = at(2026, 3, 31, 15)

test.each([
  ['month', undefined, 'day', 30, at(2026, 3, 2), at(2026, 4, 1)],
  ['quarter', undefined, 'week', 13, at(2025, 12, 31), at(2026, 4, 1)],
  ['year', at(2019, 1, 1), 'month', 12, at(2025, 4, 1), at(2026, 4, 1)],
  ['all', undefined, 'month', 12, at(2025, 4, 1), at(2026, 4, 1)],
  ['all', NOW, 'month', 1, at(2026, 3, 1), at(2026, 4, 1)],
  ['all', at(2023, 4, 30), 'month', 36, at(2023, 4, 1), at(2026, 4, 1)],
  ['all', at(2023, 3, 31), 'year', 4, at(2023, 1, 1), at(2027, 1, 1)],
  ['all', at(2030, 1, 1), 'month', 1, at(2026, 3, 1), at(2026, 4, 1)],
] as const)(
  '%s, first mail %s: told by the %s, in %d steps',
  (period, earliest, interval, count, from, until) => {
    const told = reportSteps(period, earliest, NOW)
    expect(told.interval).toBe(interval)
    expect(told.steps).toHaveLength(count)
    expect(told.steps[0]?.from).toBe(from)
    expect(told.steps.at(-1)?.until).toBe(until)
  },
)

test.each(reportPeriodSchema.options)('the steps of %s leave no gap and hold this very moment', (period) => {
  const { steps } = reportSteps(period, at(2001, 5, 5), NOW)
  for (const [index, { from, until }] of steps.entries()) {
    expect(until).toBeGreaterThan(from)
    if (index > 0) expect(from).toBe(steps[index - 1]?.until)
  }
  expect(steps.at(-1)?.from).toBeLessThanOrEqual(NOW)
  expect(steps.at(-1)?.until).toBeGreaterThan(NOW)
})
