/** Name of a figure, with its unit as the last part (`ms`, `MB`, `perSecond`, `ratio…`), to its value. */
export type Figures = Record<string, number>

/** The p-th quantile (0 to 1) of measured values, in their unit. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN
}
