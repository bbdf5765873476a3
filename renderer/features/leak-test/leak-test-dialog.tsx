import { type JSX, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { MailError } from '../../../shared/errors.ts'
import { useEngine, useShell, useTraffic } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { KindTable } from './kind-table.tsx'
import styles from './leak-test-dialog.module.css'
import { runLeakTest, type WallResult, walls } from './run-leak-test.ts'
import type { Attacked } from './stage.tsx'
import { WallTable } from './wall-table.tsx'

interface LeakTestDialogProps {
  attacked: Attacked
  onClose(): void
}

/** Attacks every wall before the user's eyes, with mails that are built in, and says what came through. */
export function LeakTestDialog({ attacked, onClose }: LeakTestDialogProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const shell = useShell()
  const traffic = useTraffic()
  const place = useRef<HTMLDivElement>(null)
  const [onStage, setOnStage] = useState<ReactNode>(null)
  const [results, setResults] = useState<WallResult[]>([])
  const [failure, setFailure] = useState<MailError | null>(null)
  const [run, setRun] = useState(0)

  const start = useEffectEvent((signal: AbortSignal) => {
    if (place.current === null) return
    const show = (content: ReactNode): void => flushSync(() => setOnStage(content))
    runLeakTest({
      ...{ engine, shell, traffic, attacked },
      stage: { place: place.current, show, signal },
      onResult: (result) => setResults((known) => [...known, result]),
    }).catch((error: unknown) => {
      if (!signal.aborted) setFailure(mailErrorOf(error))
    })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run starts anew
  useEffect(() => {
    const running = new AbortController()
    setResults([])
    setFailure(null)
    start(running.signal)
    return () => running.abort()
  }, [run])

  const isOver = results.length === walls.length
  const attempts = results.flatMap((result) => result.attempts)
  const attacks = attempts.reduce((sum, attempt) => sum + attempt.attacks, 0)
  const passed = [...new Set(attempts.flatMap((attempt) => attempt.passed))]
  return (
    <Dialog title={t('leakTest.title')} isOpen onClose={onClose}>
      <p>{t('leakTest.explain')}</p>
      <WallTable results={results} isRunning={failure === null} />
      <p role="status" className={styles['verdict']}>
        {isOver && (passed.length === 0 ? t('leakTest.held', { count: attacks }) : t('leakTest.broken'))}
      </p>
      {isOver && passed.length > 0 && (
        <div>
          <p>{t('leakTest.report')}</p>
          <p className={styles['names']} dir="ltr" data-names>
            {passed.join(' ')}
          </p>
        </div>
      )}
      {isOver && <KindTable attempts={attempts} />}
      {failure && <FailureNotice failure={failure} onRetry={() => setRun(run + 1)} />}
      <DialogActions>
        <Button onPress={() => setRun(run + 1)} isDisabled={!isOver}>
          {t('leakTest.again')}
        </Button>
        <Button look="primary" onPress={onClose}>
          {t('app.close')}
        </Button>
      </DialogActions>
      <div ref={place} className={styles['place']} inert aria-hidden>
        {onStage}
      </div>
    </Dialog>
  )
}
