import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './leak-test-dialog.module.css'
import type { Attempt } from './run-leak-test.ts'

/** The same attacks by kind, those on every wall together; closed until somebody wants to know. */
export function KindTable({ attempts }: { attempts: readonly Attempt[] }): JSX.Element {
  const { t } = useTranslation()
  const kinds = [...Map.groupBy(attempts, ({ attackClass }) => attackClass)]
  return (
    <details className={styles['kinds']}>
      <summary>{t('leakTest.kinds')}</summary>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('leakTest.kind')}</th>
            <th scope="col">{t('leakTest.attacks')}</th>
            <th scope="col">{t('leakTest.passed')}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map(([kind, all]) => (
            <tr key={kind} data-kind={kind}>
              <th scope="row">{t(`leakTest.classes.${kind}`)}</th>
              <td>
                {t('leakTest.number', { count: all.reduce((sum, attempt) => sum + attempt.attacks, 0) })}
              </td>
              <td>
                {t('leakTest.number', {
                  count: all.reduce((sum, attempt) => sum + attempt.passed.length, 0),
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
