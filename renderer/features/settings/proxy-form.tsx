import { type FormEvent, type JSX, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { useTranslation } from 'react-i18next'
import { type PictureProxy, pictureProxySchema } from '../../../shared/models/privacy-settings.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './proxy-form.module.css'

interface ProxyFormProps {
  /** The one in use. */
  proxy: PictureProxy | null
  onSave(proxy: PictureProxy | null): void
}

const KINDS = ['none', ...pictureProxySchema.shape.kind.options] as const

/** No proxy counts at once; one is used when it is whole and saved. */
export function ProxyForm({ proxy, onSave }: ProxyFormProps): JSX.Element {
  const { t } = useTranslation()
  const [fields, setFields] = useState(() => fieldsOf(proxy))
  const [attempted, setAttempted] = useState(false)
  const entered = toProxy(fields)
  const wrong = (field: 'host' | 'port'): boolean =>
    attempted && entered.error?.issues.some(({ path }) => path[0] === field) === true
  const isUsed = JSON.stringify(fieldsOf(proxy)) === JSON.stringify(fields)

  function change(changed: Partial<typeof fields>): void {
    setFields({ ...fields, ...changed })
    if (changed.kind === 'none' && proxy !== null) onSave(null)
  }
  function submit(event: FormEvent): void {
    event.preventDefault()
    setAttempted(true)
    if (!entered.success) return
    onSave(entered.data)
    setFields(fieldsOf(entered.data))
  }

  return (
    <Form className={styles['form'] ?? ''} onSubmit={submit} aria-label={t('settings.fetching.proxy')}>
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
          <div className={styles['pair']}>
            <TextField
              label={t('settings.fetching.host')}
              name="proxyHost"
              technical
              inputMode="url"
              value={fields.host}
              onChange={(host) => change({ host })}
              error={wrong('host') ? t('settings.fetching.invalidHost') : undefined}
            />
            <TextField
              label={t('settings.fetching.port')}
              name="proxyPort"
              technical
              inputMode="numeric"
              value={fields.port}
              onChange={(port) => change({ port })}
              error={wrong('port') ? t('settings.fetching.invalidPort') : undefined}
            />
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

type Fields = { kind: (typeof KINDS)[number]; host: string; port: string }

function fieldsOf(proxy: PictureProxy | null): Fields {
  return {
    kind: proxy?.kind ?? 'none',
    host: proxy?.host ?? '',
    port: proxy === null ? '' : String(proxy.port),
  }
}

function toProxy({ kind, host, port }: Fields) {
  return pictureProxySchema.safeParse({
    kind,
    host,
    port: /^\d+$/.test(port.trim()) ? Number(port) : null,
  })
}
