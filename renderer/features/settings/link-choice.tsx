import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { type LinkMode, linkModeSchema } from '../../../shared/models/link-mode.ts'
import { useShell } from '../../engine-client.ts'
import { linkModeQuery } from '../../engine-queries.ts'
import { RadioChoice } from '../../ui/radio-choice.tsx'
import { SettingsSection } from './settings-section.tsx'

/** Before which links the shell asks. The shell keeps the answer, for the page must not be able to change it. */
export function LinkChoice(): JSX.Element | null {
  const { t } = useTranslation()
  const shell = useShell()
  const queries = useQueryClient()
  const mode = useQuery(linkModeQuery(shell)).data
  const choose = useMutation({
    mutationFn: (wanted: LinkMode) => shell.call('shell.setLinkMode', { mode: wanted }),
    onSuccess: (chosen) => queries.setQueryData(linkModeQuery(shell).queryKey, chosen),
  })
  if (mode === undefined) return null
  return (
    <SettingsSection title={t('settings.links.title')}>
      <RadioChoice
        label={t('settings.links.label')}
        value={mode}
        onChange={(wanted) => choose.mutate(wanted)}
        options={linkModeSchema.options.map((value) => ({
          value,
          name: t(`settings.links.choices.${value}.name`),
          what: t(`settings.links.choices.${value}.what`),
        }))}
      />
    </SettingsSection>
  )
}
