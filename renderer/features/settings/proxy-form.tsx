import { ShieldQuestion } from 'lucide-react'
import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type PictureProxy, pictureProxySchema } from '../../../shared/models/privacy-settings.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { HostPortFields } from '../../ui/host-port-fields.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './proxy-form.module.css'

interface ProxyFormProps {
  /** The one in use. */
  proxy: PictureProxy | null
  /** Whether there is one has to be said first. */
  isUnknown: boolean
  /** Without a password the stored one stays, as long as it is the same proxy. */
  onSave(proxy: PictureProxy | null, password?: string): void
}

const KINDS = ['none', ...pictureProxySchema.shape.kind.options] as const

/** No proxy counts at once; one is used when it is whole and saved. */
export function ProxyForm({ proxy, isUnknown, onSave }: ProxyFormProps): JSX.Element {
  const { t } = useTranslation()
  const [fields, setFields] = useState(() => fieldsOf(proxy))
  const [attempted, setAttempted] = useState(false)
  const entered = toProxy(fields)
  const wrong = (field: 'host' | 'port' | 'user'): boolean =>
    attempted && entered.error?.issues.some(({ path }) => path[0] === field) === true
  const isSame = JSON.stringify(fieldsOf(proxy)) === JSON.stringify({ ...fields, password: '' })
  const isUsed = isSame && fields.password === ''

  function change(changed: Partial<typeof fields>): void {
    setFields({ ...fields, ...changed })
    if (changed.kind === 'none' && proxy !== null) onSave(null)
  }
  function submit(): void {
    setAttempted(true)
    if (!entered.success) return
    onSave(entered.data, fields.user !== '' && fields.password !== '' ? fields.password : undefined)
    setFields(fieldsOf(entered.data))
  }

  return (
    <Form className={styles['form']} onSubmit={submit} aria-label={t('settings.fetching.proxy')}>
      {isUnknown && (
        <Notice
          icon={ShieldQuestion}
          look="warning"
          title={t('settings.fetching.proxyUnknown')}
          hint={t('settings.fetching.proxyUnknownHint')}
        >
          <Button onPress={() => onSave(null)}>{t('settings.fetching.noProxy')}</Button>
        </Notice>
      )}
      <div className={styles['kind']}>
        <div className={styles['words']}>
          <p className={styles['name']}>{t('settings.fetching.proxy')}</p>
          <p className={styles['what']}>{t('settings.fetching.proxyWhat')}</p>
        </div>
        <div className={styles['select']}>
          <SelectField
            label={t('settings.fetching.proxy')}
            hidesLabel
            name="proxy"
            value={fields.kind}
            onChange={(kind) => change({ kind })}
            options={KINDS.map((value) => ({ value, label: t(`settings.fetching.proxies.${value}`) }))}
          />
        </div>
      </div>
      {fields.kind !== 'none' && (
        <>
          <HostPortFields
            label={t('settings.fetching.host')}
            names={['proxyHost', 'proxyPort']}
            value={fields}
            onChange={change}
            errors={{
              host: wrong('host') ? t('settings.fetching.invalidHost') : undefined,
              port: wrong('port') ? t('accounts.invalid.port') : undefined,
            }}
          />
          <div className={styles['halves']}>
            <TextField
              label={t('settings.fetching.user')}
              name="proxyUser"
              technical
              value={fields.user}
              onChange={(user) => change({ user })}
              hint={t('settings.fetching.optional')}
              error={wrong('user') ? t('settings.fetching.invalidUser') : undefined}
              autoComplete="off"
            />
            {fields.user !== '' && (
              <TextField
                label={t('settings.fetching.password')}
                name="proxyPassword"
                type="password"
                technical
                value={fields.password}
                onChange={(password) => change({ password })}
                {...(isSame && { hint: t('settings.fetching.passwordKept') })}
                autoComplete="off"
              />
            )}
          </div>
          <div className={styles['actions']}>
            <Button type="submit" look="primary" isDisabled={isUsed}>
              {isUsed ? t('settings.fetching.proxyUsed') : t('settings.fetching.saveProxy')}
            </Button>
          </div>
        </>
      )}
    </Form>
  )
}

type Fields = { kind: (typeof KINDS)[number]; host: string; port: string; user: string; password: string }

function fieldsOf(proxy: PictureProxy | null): Fields {
  return {
    kind: proxy?.kind ?? 'none',
    host: proxy?.host ?? '',
    port: proxy === null ? '' : String(proxy.port),
    user: proxy?.user ?? '',
    password: '',
  }
}

function toProxy({ kind, host, port, user }: Fields) {
  return pictureProxySchema.safeParse({
    ...{ kind, host, port: /^\d+$/.test(port.trim()) ? Number(port) : null },
    ...(user !== '' && { user }),
  })
}
