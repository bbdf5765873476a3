import type { JSX } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import { formatNumber } from '../../format/number.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './bar-chart.module.css'

export interface Bar {
  key: string
  name: string
  detail: string
  /** Opens that nobody learnt of. */
  prevented: number
  /** Those of which the user let a tracker in. */
  letIn: number
}

/** One bar under each name: the opens prevented, and after them those of which a tracker was let in. */
export function BarChart({ bars, summary }: { bars: readonly Bar[]; summary: string }): JSX.Element {
  const { locale } = useLocale()
  const highest = Math.max(1, ...bars.map(({ prevented, letIn }) => prevented + letIn))
  return (
    <div className={styles['chart']} role="img" aria-label={summary}>
      {bars.map(({ key, name, detail, prevented, letIn }) => (
        <div key={key} className={styles['bar']}>
          <span className={styles['words']}>
            <bdi className={styles['name']}>{name}</bdi>
            {detail !== '' && <bdi className={styles['detail']}>{detail}</bdi>}
          </span>
          <span className={styles['value']}>{formatNumber(prevented, locale)}</span>
          <span className={styles['track']}>
            {prevented > 0 && (
              <span className={styles['length']} style={{ '--length': prevented / highest }} />
            )}
            {letIn > 0 && (
              <span
                className={classNames(styles['length'], styles['letIn'])}
                style={{ '--length': letIn / highest }}
              />
            )}
          </span>
        </div>
      ))}
    </div>
  )
}
