import type { JSX } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { formatNumber } from '../../format/number.ts'
import styles from './bar-chart.module.css'

export interface Bar {
  key: string
  name: string
  detail: string
  value: number
}

/** One bar under each name, as long as its share of the highest. */
export function BarChart({ bars, summary }: { bars: readonly Bar[]; summary: string }): JSX.Element {
  const { locale } = useLocale()
  const highest = Math.max(1, ...bars.map(({ value }) => value))
  return (
    <div className={styles['chart']} role="img" aria-label={summary}>
      {bars.map(({ key, name, detail, value }) => (
        <div key={key} className={styles['bar']}>
          <span className={styles['words']}>
            <bdi className={styles['name']}>{name}</bdi>
            {detail !== '' && <bdi className={styles['detail']}>{detail}</bdi>}
          </span>
          <span className={styles['value']}>{formatNumber(value, locale)}</span>
          <span className={styles['track']}>
            {value > 0 && <span className={styles['length']} style={{ '--length': value / highest }} />}
          </span>
        </div>
      ))}
    </div>
  )
}
