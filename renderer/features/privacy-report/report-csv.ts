import type { ReportTable } from './report-tables.ts'

/** By these Excel and others would know a formula: a sender called `=HYPERLINK(…)` must stay a name. */
const FORMULA = /^[\s\p{Cf}]*[=+\-@|%＝＋－＠]/u

/**
 * RFC 4180, UTF-8. The mark at the beginning is for Excel, which takes Arabic for another encoding without it.
 * One table below the other, each under its title, with an empty line between.
 */
export function reportCsv(tables: readonly ReportTable[]): Uint8Array<ArrayBuffer> {
  const blocks = tables.map(({ title, columns, rows }) =>
    [[title], columns.map(({ name }) => name), ...rows].map((cells) => `${cells.map(toCell).join(',')}\r\n`),
  )
  return new TextEncoder().encode(`\uFEFF${blocks.map((lines) => lines.join('')).join('\r\n')}`)
}

function toCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(Math.round(value * 10_000) / 10_000)
  const line = value.replace(/\p{Cc}+/gu, ' ')
  const safe = FORMULA.test(line) ? `'${line}` : line
  return `"${safe.replaceAll('"', '""')}"`
}
