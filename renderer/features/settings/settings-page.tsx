import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Hourglass } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { EngineContract } from '../../../shared/contract.ts'
import type { Account } from '../../../shared/models/account.ts'
import { type PrivacySettings, privacySettingsSchema } from '../../../shared/models/privacy-settings.ts'
import type { InputOf } from '../../../shared/serve.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf, privacySettingsQuery } from '../../engine-queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { RadioChoice } from '../../ui/radio-choice.tsx'
import { Subpage } from '../../ui/subpage.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { AuthservList } from './authserv-list.tsx'
import { ConversationChoice } from './conversation-choice.tsx'
import { KeptPictures } from './kept-pictures.tsx'
import { LinkChoice } from './link-choice.tsx'
import { ProxyForm } from './proxy-form.tsx'
import { RuleList } from './rule-list.tsx'
import { SettingsGroup } from './settings-group.tsx'
import styles from './settings-page.module.css'
import { SettingsSection } from './settings-section.tsx'

interface SettingsPageProps {
  accounts: readonly Account[]
  onClose(): void
}

/** A page of its own: what the user decides about pictures, senders and links. Every change counts at once. */
export function SettingsPage({ accounts, onClose }: SettingsPageProps): JSX.Element {
  const { t } = useTranslation()
  const settings = useQuery(privacySettingsQuery(useEngine()))
  return (
    <Subpage title={t('settings.title')} width="words" back={t('settings.back')} onClose={onClose}>
      {settings.isError && (
        <FailureNotice failure={mailErrorOf(settings.error)} onRetry={() => void settings.refetch()} />
      )}
      {settings.isPending && <EmptyState icon={Hourglass} title={t('app.loading')} />}
      {settings.data && <Sections settings={settings.data} accounts={accounts} />}
    </Subpage>
  )
}

interface SectionsProps {
  settings: PrivacySettings
  accounts: readonly Account[]
}

function Sections({ settings, accounts }: SectionsProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (changed: InputOf<EngineContract, 'privacy.saveSettings'>) =>
      engine.call('privacy.saveSettings', changed),
    // Shown at once: a radio button that waits for an answer feels broken.
    onMutate: ({ proxyPassword: _, ...changed }) =>
      queries.setQueryData(privacySettingsQuery(engine).queryKey, changed),
    onError: () => queries.invalidateQueries(privacySettingsQuery(engine)),
  })
  const change = (changed: Partial<PrivacySettings>): void => save.mutate({ ...settings, ...changed })
  return (
    <>
      {save.isError && <FailureNotice failure={mailErrorOf(save.error)} />}
      <SettingsGroup title={t('settings.privacy')}>
        <SettingsSection title={t('settings.pictures.title')} hint={t('settings.pictures.hint')}>
          <RadioChoice
            label={t('settings.pictures.label')}
            value={settings.policy}
            onChange={(policy) => change({ policy })}
            options={privacySettingsSchema.shape.policy.options.map((value) => ({
              value,
              name: t(`settings.pictures.policies.${value}.name`),
              what: t(`settings.pictures.policies.${value}.what`),
            }))}
          />
          <p className={styles['remark']}>{t('settings.pictures.junk')}</p>
        </SettingsSection>
        <RuleList accounts={accounts} />
        <AuthservList accounts={accounts} />
        <LinkChoice />
        <SettingsSection title={t('settings.fetching.title')} hint={t('settings.fetching.hint')}>
          <SwitchField
            name={t('settings.fetching.http')}
            what={t('settings.fetching.httpWhat')}
            isSelected={settings.allowHttp}
            onChange={(allowHttp) => change({ allowHttp })}
          />
          <ProxyForm
            proxy={settings.proxy}
            isUnknown={settings.proxyUnknown}
            onSave={(proxy, proxyPassword) =>
              save.mutate({ ...settings, proxy, proxyUnknown: false, proxyPassword })
            }
          />
        </SettingsSection>
        <KeptPictures
          megabytes={settings.vaultMegabytes}
          onMegabytes={(vaultMegabytes) => change({ vaultMegabytes })}
        />
      </SettingsGroup>
      <SettingsGroup title={t('settings.reading')}>
        <ConversationChoice />
      </SettingsGroup>
    </>
  )
}
