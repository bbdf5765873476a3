import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
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
  const told = whatTheyTell(reporting)
  const learns = told === 'openedAddress' || told === 'openedPerson' ? told : 'opened'
  const { names } = remoteFacts(reporting).trackers
  return (
    <Dialog title={t('trust.loadEverything.title')} isOpen onClose={onClose}>
      <p>{t(`trust.loadEverything.learns.${learns}`)}</p>
      {names.length > 0 && (
        <p>
          {t('trust.loadEverything.companies')} <NameList names={names} most={6} />
        </p>
      )}
      <p>{t('trust.loadEverything.once')}</p>
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {t('app.cancel')}
        </Button>
        <Button
          look="danger"
          onPress={() => {
            onLoad()
            onClose()
          }}
        >
          {t('trust.loadEverything.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
