import { KeySquare } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { OauthProvider } from '../../../shared/models/sign-in.ts'
import { useShell } from '../../engine-client.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'

const REGISTRATION: Record<OauthProvider, string> = {
  google: 'https://developers.google.com/workspace/guides/create-credentials',
  microsoft: 'https://learn.microsoft.com/entra/identity-platform/quickstart-register-app',
  yahoo: 'https://developer.yahoo.com/oauth2/guide/',
}

/** The user's own registration with a provider, as typed. */
export interface ClientFieldValues {
  clientId: string
  clientSecret: string
}

interface ClientFieldsProps {
  provider: OauthProvider
  fields: ClientFieldValues
  onChange(changed: Partial<ClientFieldValues>): void
  error: string | undefined
}

/** The client ID, and why Curtain has none of its own. */
export function ClientFields({ provider, fields, onChange, error }: ClientFieldsProps): JSX.Element {
  const { t } = useTranslation()
  const shell = useShell()
  const name = t(`accountSetup.providers.${provider}`)
  return (
    <>
      <Notice
        icon={KeySquare}
        title={t('accountSetup.clientTitle')}
        hint={`${t('accountSetup.clientWhy', { provider: name })} ${t(`accountSetup.clientRedirect.${provider}`)}`}
      >
        <Button
          onPress={() => void shell.call('shell.openLink', { url: REGISTRATION[provider] }).catch(() => {})}
        >
          {t('accountSetup.clientHelp')}
        </Button>
      </Notice>
      <TextField
        label={t('accountSetup.clientId')}
        name="clientId"
        technical
        value={fields.clientId}
        onChange={(clientId) => onChange({ clientId })}
        error={error}
        autoComplete="off"
      />
      <TextField
        label={t('accountSetup.clientSecret')}
        name="clientSecret"
        type="password"
        technical
        value={fields.clientSecret}
        onChange={(clientSecret) => onChange({ clientSecret })}
        hint={t('accountSetup.clientSecretHint')}
        autoComplete="off"
      />
    </>
  )
}
