import { useQuery } from '@tanstack/react-query'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { useEngine } from '../../engine-client.ts'
import { privacySettingsQuery } from '../../engine-queries.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { NameList } from '../../ui/name-list.tsx'
import { remoteFacts } from './remote-facts.ts'
import { whatTheyTell } from './what-it-tells.ts'

interface LoadEverythingDialogProps {
  /** Those that would be loaded besides ordinary pictures. */
  reporting: readonly Reference[]
  onLoad(): void
  onClose(): void
}

/** The last question before trackers are let in: who learns what. */
export function LoadEverythingDialog({ reporting, onLoad, onClose }: LoadEverythingDialogProps): JSX.Element {
  const { t } = useTranslation()
  const settings = useQuery(privacySettingsQuery(useEngine())).data
  const told = whatTheyTell(reporting)
  const learns = told === 'openedAddress' || told === 'openedPerson' ? told : 'opened'
  const { names } = remoteFacts(reporting).trackers
  return (
    <ConfirmDialog
      title={t('trust.loadEverything.title')}
      confirm={t('trust.loadEverything.confirm')}
      onConfirm={onLoad}
      onClose={onClose}
    >
      <p>
        {t(`trust.loadEverything.learns.${learns}`)}{' '}
        {t(settings?.proxy ? 'trust.loadEverything.proxy' : 'trust.loadEverything.connection')}
      </p>
      {names.length > 0 && (
        <p>
          {t('trust.loadEverything.companies')} <NameList names={names} most={6} />
        </p>
      )}
      <p>{t('trust.loadEverything.once')}</p>
    </ConfirmDialog>
  )
}
