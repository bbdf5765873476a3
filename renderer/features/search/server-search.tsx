import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailFailure } from '../../../shared/errors.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import styles from './search-panel.module.css'

/** Where some mail's text is only on the server: what came of asking there. */
export interface ServerSearchState {
  phase: 'not asked' | 'asking' | 'asked'
  /** Which accounts could not be asked, or not for all; null: any. */
  failed: { address: string | null; failure: MailFailure }[]
  /** Also once more. */
  ask(): void
  cancel(): void
}

export function ServerSearch({ phase, failed, ask, cancel }: ServerSearchState): JSX.Element {
  const { t } = useTranslation()
  const said = {
    'not asked': t('search.onServerHint'),
    asking: t('search.askingServer'),
    asked: failed.length === 0 ? t('search.serverAsked') : t('search.serverFailed'),
  }
  return (
    <div className={styles['server']}>
      <p role="status">
        {said[phase]}
        {failed.map(({ address, failure }) => (
          <span key={address} className={styles['failed']}>
            {address !== null && `${isolate(address)} – `}
            {t(`errors.${failure.code}.title`)}
          </span>
        ))}
      </p>
      {phase === 'not asked' && (
        <Button look="quiet" onPress={ask}>
          {t('search.onServer')}
        </Button>
      )}
      {phase === 'asking' && (
        <Button look="quiet" onPress={cancel}>
          {t('app.cancel')}
        </Button>
      )}
      {failed.length > 0 && (
        <Button look="quiet" onPress={ask}>
          {t('app.tryAgain')}
        </Button>
      )}
    </div>
  )
}
