import type { JSX, ReactNode } from 'react'
import { useLocale } from 'react-aria-components/I18nProvider'
import type { PrivacyReport } from '../../../shared/models/privacy-report.ts'
import { formatStep } from '../../format/date.ts'
import { formatNumber, formatShare } from '../../format/number.ts'
import { classNames } from '../../ui/class-names.ts'
import { chartTop, labelledSteps } from './chart-scale.ts'
import { preventedOf, shareOf } from './report-tables.ts'
import styles from './time-chart.module.css'

/** Below an axis, so that months of Arabic stand apart in the narrowest card. */
const MOST_NAMES = 5

interface TimeChartProps {
  report: PrivacyReport
  /** What the picture says, for those who do not see it. */
  summary: string
}

/** Columns of opens prevented; on top of each, those of which the user let a tracker in. */
export function ColumnChart({ report, summary }: TimeChartProps): JSX.Element {
  const { locale } = useLocale()
  const top = chartTop(Math.max(0, ...report.timeline.map(({ tracked }) => tracked)))
  const say = (value: number): string => formatNumber(value, locale)
  return (
    <Axes report={report} summary={summary} ticks={[top, top / 2, 0].map(say)}>
      {report.timeline.map((step) => {
        const prevented = preventedOf(step)
        return (
          <div key={step.from} className={styles['step']}>
            <span className={styles['value']} style={{ '--height': step.tracked / top }}>
              {`${formatStep(step, report.interval, 'long', locale)}: ${say(prevented)}`}
            </span>
            {step.letIn > 0 && (
              <div
                className={classNames(styles['column'], styles['letIn'])}
                style={{ '--height': step.letIn / top }}
              />
            )}
            <div className={styles['column']} style={{ '--height': prevented / top }} />
          </div>
        )
      })}
    </Axes>
  )
}

/** A line of shares from 0 to 100 %; steps in which nothing came have no point. */
export function ShareChart({ report, summary }: TimeChartProps): JSX.Element {
  const { locale } = useLocale()
  const count = report.timeline.length
  const points = report.timeline.flatMap((step, index) => {
    const share = shareOf(step)
    return share === null ? [] : [{ index, share }]
  })
  const line = points.map(({ index, share }) => `${(index + 0.5) / count},${1 - share}`).join(' ')
  const [first, last] = [points[0]?.index ?? 0, points.at(-1)?.index ?? 0]
  return (
    <Axes report={report} summary={summary} ticks={[1, 0.5, 0].map((share) => formatShare(share, locale))}>
      <svg className={styles['line']} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        <polygon points={`${(first + 0.5) / count},1 ${line} ${(last + 0.5) / count},1`} />
        <polyline points={line} />
      </svg>
      {report.timeline.map((step) => {
        const share = shareOf(step)
        return (
          <div key={step.from} className={styles['step']}>
            {share !== null && (
              <>
                <span className={styles['value']} style={{ '--height': share }}>
                  {`${formatStep(step, report.interval, 'long', locale)}: ${formatShare(share, locale)}`}
                </span>
                <div className={styles['point']} style={{ '--height': share }} />
              </>
            )}
          </div>
        )
      })}
    </Axes>
  )
}

interface AxesProps extends TimeChartProps {
  /** Names of the top, the middle and the bottom. */
  ticks: string[]
  children: ReactNode
}

function Axes({ report, summary, ticks, children }: AxesProps): JSX.Element {
  const { locale } = useLocale()
  const { timeline, interval } = report
  const named = labelledSteps(timeline.length, MOST_NAMES)
  return (
    <div className={styles['chart']} role="img" aria-label={summary}>
      <div className={styles['ticks']}>
        {ticks.map((tick) => (
          <span key={tick}>{tick}</span>
        ))}
      </div>
      <div className={styles['plot']}>{children}</div>
      <div className={styles['names']}>
        {timeline.map((step, index) => (
          <span key={step.from} className={styles['name']}>
            {named.has(index) && <span>{formatStep(step, interval, 'short', locale)}</span>}
          </span>
        ))}
      </div>
    </div>
  )
}
