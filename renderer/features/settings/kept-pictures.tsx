import { useMutation } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import styles from './kept-pictures.module.css'
import { SettingsSection } from './settings-section.tsx'

interface KeptPicturesProps {
  /** What all of them together may take. */
  megabytes: number
  onMegabytes(megabytes: number): void
}

const SIZES = [100, 250, 500, 1_000, 2_000, 5_000, 10_000]

/** How much room loaded pictures may take, and a way to be rid of them all. */
export function KeptPictures({ megabytes, onMegabytes }: KeptPicturesProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const [isAsking, setAsking] = useState(false)
  const forget = useMutation({
    mutationFn: () => engine.call('remoteContent.forget', { scope: { kind: 'all' } }),
    onSettled: () => setAsking(false),
  })
  const sizes = [...new Set([...SIZES, megabytes])].sort((a, b) => a - b)
  return (
    <SettingsSection title={t('settings.kept.title')} hint={t('settings.kept.hint')}>
      <div className={styles['row']}>
        <div className={styles['size']}>
          <SelectField
            label={t('settings.kept.most')}
            name="vaultMegabytes"
            value={String(megabytes)}
            onChange={(chosen) => onMegabytes(Number(chosen))}
            options={sizes.map((size) => ({
              value: String(size),
              label: t('settings.kept.size', { megabytes: size }),
            }))}
          />
        </div>
        <Button onPress={() => setAsking(true)}>{t('settings.kept.forget')}</Button>
      </div>
      <p className={styles['hint']}>{t('settings.kept.mostHint')}</p>
      {forget.isSuccess && <Notice icon={Check} title={t('settings.kept.forgotten')} />}
      {forget.isError && <FailureNotice failure={mailErrorOf(forget.error)} />}
      {isAsking && (
        <Dialog title={t('settings.kept.forgetTitle')} isOpen onClose={() => setAsking(false)}>
          <p>{t('settings.kept.forgetHint')}</p>
          <DialogActions>
            <Button onPress={() => setAsking(false)} autoFocus>
              {t('app.cancel')}
            </Button>
            <Button look="danger" isPending={forget.isPending} onPress={() => forget.mutate()}>
              {t('settings.kept.forgetConfirm')}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </SettingsSection>
  )
}
