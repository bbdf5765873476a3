import type { JSX } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { formatNumber, formatShare } from '../../format/number.ts'
import styles from './figure-table.module.css'
import type { ReportTable } from './report-tables.ts'

/** The figures of a chart as a table; `labelledBy` is the id of its heading. */
export function FigureTable({ table, labelledBy }: { table: ReportTable; labelledBy: string }): JSX.Element {
  const { locale } = useLocale()
  const say = (value: string | number | null, kind: ReportTable['columns'][number]['kind']): string => {
    if (value === null) return '–'
    if (typeof value === 'string') return value
    return kind === 'share' ? formatShare(value, locale) : formatNumber(value, locale)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard (WCAG 2.1.1).
    <section className={styles['scroller']} tabIndex={0} aria-labelledby={labelledBy}>
      <table className={styles['table']} aria-labelledby={labelledBy}>
        <thead>
          <tr>
            {table.columns.map(({ name, kind }) => (
              <th key={name} scope="col" data-kind={kind}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and never change places.
            <tr key={index}>
              {table.columns.map(({ name, kind }, column) => {
                const Cell = column === 0 ? 'th' : 'td'
                return (
                  <Cell key={name} data-kind={kind} {...(column === 0 && { scope: 'row' })}>
                    <bdi>{say(row[column] ?? null, kind)}</bdi>
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
