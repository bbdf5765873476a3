import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react'
import { type JSX, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailError } from '../../../shared/errors.ts'
import { useEngine, useShell } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import styles from './leak-test-dialog.module.css'
import { type LeakTestMeans, runLeakTest, type WallResult, walls } from './run-leak-test.ts'

interface LeakTestDialogProps {
  prepare: LeakTestMeans['prepare']
  onClose(): void
}

/** Attacks every wall before the user's eyes, with mails that are built in, and says what came through. */
export function LeakTestDialog({ prepare, onClose }: LeakTestDialogProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const shell = useShell()
  const place = useRef<HTMLDivElement>(null)
  const [results, setResults] = useState<WallResult[]>([])
  const [failure, setFailure] = useState<MailError | null>(null)
  const [run, setRun] = useState(0)

  const start = useEffectEvent((isCurrent: () => boolean) => {
    if (place.current === null) return
    const onResult = (result: WallResult): void => {
      if (isCurrent()) setResults((known) => [...known, result])
    }
    runLeakTest({ engine, shell, prepare, place: place.current, onResult }).catch((error: unknown) => {
      if (isCurrent()) setFailure(mailErrorOf(error))
    })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run starts anew
  useEffect(() => {
    let current = true
    setResults([])
    setFailure(null)
    start(() => current)
    return () => {
      current = false
    }
  }, [run])

  const isOver = results.length === walls.length
  const passed = results.reduce((sum, result) => sum + result.passed.length, 0)
  const attacks = results.reduce((sum, result) => sum + result.attacks, 0)
  return (
    <Dialog title={t('leakTest.title')} isOpen onClose={onClose}>
      <p>{t('leakTest.explain')}</p>
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
            const result = results.find((one) => one.wall === wall)
            return (
              <tr key={wall} data-wall={wall} data-held={result && result.passed.length === 0}>
                <th scope="row">
                  <WallMark result={result} running={failure === null && index === results.length} />
                  <span>
                    {t(`leakTest.walls.${wall}.name`)}
                    <small className={styles['what']}>{t(`leakTest.walls.${wall}.what`)}</small>
                  </span>
                </th>
                <td>{result && t('leakTest.number', { count: result.attacks })}</td>
                <td title={result?.passed.slice(0, 20).join(' ')}>
                  {result && t('leakTest.number', { count: result.passed.length })}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p role="status" className={styles['verdict']}>
        {isOver && (passed === 0 ? t('leakTest.held', { count: attacks }) : t('leakTest.broken'))}
      </p>
      {failure && <FailureNotice failure={failure} onRetry={() => setRun(run + 1)} />}
      <DialogActions>
        <Button onPress={() => setRun(run + 1)} isDisabled={!isOver}>
          {t('leakTest.again')}
        </Button>
        <Button look="primary" onPress={onClose}>
          {t('app.close')}
        </Button>
      </DialogActions>
      <div ref={place} className={styles['place']} inert aria-hidden />
    </Dialog>
  )
}

function WallMark({ result, running }: { result: WallResult | undefined; running: boolean }): JSX.Element {
  const { t } = useTranslation()
  if (result === undefined) {
    return running ? (
      <LoaderCircle size={18} role="img" aria-label={t('leakTest.running')} className={styles['running']} />
    ) : (
      <span className={styles['waiting']} />
    )
  }
  return result.passed.length === 0 ? (
    <CircleCheck size={18} role="img" aria-label={t('leakTest.holds')} className={styles['holds']} />
  ) : (
    <CircleX size={18} role="img" aria-label={t('leakTest.fell')} className={styles['fell']} />
  )
}
