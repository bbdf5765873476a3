import { useMutation, useQuery } from '@tanstack/react-query'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account, KeepDays, LargestAttachment } from '../../../shared/models/account.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf, offlineQuery } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { RadioChoice } from '../../ui/radio-choice.tsx'
import { SelectField } from '../../ui/select-field.tsx'

const choices = ['month', 'year', 'all'] as const
type Choice = (typeof choices)[number]
const daysOf: Record<Choice, KeepDays> = { month: 30, year: 365, all: null }
const sizes = ['1', '5', '25', 'never'] as const
type Size = (typeof sizes)[number]
const megabytesOf: Record<Size, LargestAttachment> = { 1: 1, 5: 5, 25: 25, never: null }

/** How much of an account's mail lies on this computer. */
export function OfflineDialog({ account, onClose }: { account: Account; onClose(): void }): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const known = useQuery(offlineQuery(engine, account.id)).data
  const [chosen, setChosen] = useState<Choice | null>(null)
  const value = chosen ?? choices.find((one) => daysOf[one] === known?.days) ?? 'all'
  const [chosenSize, setChosenSize] = useState<Size | null>(null)
  const size = chosenSize ?? sizes.find((one) => megabytesOf[one] === known?.largest) ?? '5'
  const save = useMutation({
    mutationFn: () =>
      engine.call('account.saveOffline', {
        accountId: account.id,
        days: daysOf[value],
        largest: megabytesOf[size],
      }),
    onSuccess: onClose,
  })
  return (
    <Dialog title={t('offline.title', { address: isolate(account.address) })} isOpen onClose={onClose}>
      {known && (
        <>
          <RadioChoice<Choice>
            label={t('offline.label')}
            value={value}
            onChange={setChosen}
            options={choices.map((one) => ({
              value: one,
              name: t(`offline.choices.${one}`, { days: daysOf[one] ?? 0 }),
              what: t(`offline.hints.${one}`),
            }))}
          />
          <SelectField<Size>
            label={t('offline.attachments')}
            name="attachments"
            value={size}
            onChange={setChosenSize}
            options={sizes.map((one) => ({
              value: one,
              label: t(`offline.sizes.${one === 'never' ? one : 'larger'}`, {
                megabytes: megabytesOf[one] ?? 0,
              }),
            }))}
          />
        </>
      )}
      <p>{t('offline.note')}</p>
      {save.isError && <FailureNotice failure={mailErrorOf(save.error)} />}
      <DialogActions>
        <Button onPress={onClose}>{t('app.cancel')}</Button>
        <Button look="primary" isPending={save.isPending} onPress={() => save.mutate()}>
          {t('offline.save')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
