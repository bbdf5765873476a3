import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './leak-test-dialog.module.css'
import { type WallResult, walls } from './run-leak-test.ts'

interface WallTableProps {
  results: readonly WallResult[]
  isRunning: boolean
}

/** Every wall in plain words, and how it fared. */
export function WallTable({ results, isRunning }: WallTableProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{t('leakTest.wall')}</th>
          <th scope="col">{t('leakTest.attacks')}</th>
          <th scope="col">{t('leakTest.passed')}</th>
        </tr>
      </thead>
      <tbody>
        {walls.map((wall, index) => {
          const attempts = results.find((one) => one.wall === wall)?.attempts
          const attacks = attempts?.reduce((sum, attempt) => sum + attempt.attacks, 0)
          const passed = attempts?.reduce((sum, attempt) => sum + attempt.passed.length, 0)
          return (
            <tr key={wall} data-wall={wall} data-held={passed === undefined ? undefined : passed === 0}>
              <th scope="row">
                <div className={styles['wall']}>
                  <WallMark passed={passed} isNext={isRunning && index === results.length} />
                  <span>
                    {t(`leakTest.walls.${wall}.name`)}{' '}
                    <span className={styles['term']}>
                      {t('leakTest.term', { term: t(`leakTest.walls.${wall}.term`) })}
                    </span>
                    <small className={styles['what']}>{t(`leakTest.walls.${wall}.what`)}</small>
                  </span>
                </div>
              </th>
              <td>{attacks !== undefined && t('leakTest.number', { count: attacks })}</td>
              <td>{passed !== undefined && t('leakTest.number', { count: passed })}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function WallMark({ passed, isNext }: { passed: number | undefined; isNext: boolean }): JSX.Element {
  const { t } = useTranslation()
  if (passed === undefined) {
    return isNext ? (
      <LoaderCircle size={18} role="img" aria-label={t('leakTest.running')} className={styles['running']} />
    ) : (
      <span className={styles['waiting']} />
    )
  }
  return passed === 0 ? (
    <CircleCheck size={18} role="img" aria-label={t('leakTest.holds')} className={styles['holds']} />
  ) : (
    <CircleX size={18} role="img" aria-label={t('leakTest.fell')} className={styles['fell']} />
  )
}
