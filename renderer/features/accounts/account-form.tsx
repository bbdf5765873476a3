import { type JSX, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import {
  type AccountFields,
  checkFields,
  emptyFields,
  type IncomingFields,
  incomingFound,
  type LoginWay,
  portNumber,
  suggestHost,
} from './account-fields.ts'
import styles from './account-form.module.css'
import { ClientFields } from './client-fields.tsx'
import { LoginFailure } from './login-failure.tsx'
import { loginWays } from './login-ways.ts'
import { checkOutgoing, fieldsFound, guessOutgoing, type OutgoingFields } from './outgoing-fields.ts'
import { OutgoingSection } from './outgoing-section.tsx'
import { ServerFieldset } from './server-fieldset.tsx'
import { ServersNotice } from './servers-notice.tsx'
import { SignInWaiting } from './sign-in-waiting.tsx'
import { useAddAccount } from './use-add-account.ts'
import { useMailServers } from './use-mail-servers.ts'

interface AccountFormProps {
  onAdded(account: Account): void
  onCancel?: () => void
}

type TypedFields = Omit<AccountFields, keyof IncomingFields | 'way'>

/** Address and password; then only what can't be known without asking. */
export function AccountForm({ onAdded, onCancel }: AccountFormProps): JSX.Element {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<TypedFields>(emptyFields)
  const [wantedWay, setWay] = useState<LoginWay>('password')
  const [outgoing, setOutgoing] = useState<OutgoingFields | null>(null)
  /** Servers as the user wants them, whatever was found. */
  const [own, setOwn] = useState<IncomingFields | null>(null)
  /** The address that was typed to its end: half of one is nothing to ask about. */
  const [whole, setWhole] = useState('')
  // Problems show after the first attempt, then follow what is typed.
  const [attempted, setAttempted] = useState(false)
  const { search, ask } = useMailServers(typed.address)
  const adding = useAddAccount(onAdded)

  const servers = search.step === 'found' ? search.servers : null
  const found = servers?.imap ? incomingFound(servers.imap, typed.address) : null
  const suggested = { host: suggestHost(typed.address), port: '993', security: 'tls' as const, user: '' }
  const incoming: IncomingFields = own ?? found ?? suggested
  // Nobody logs in to a server that was not shown: only those of Curtain's own table need no look.
  const showsServer =
    own !== null || search.step === 'nobody' || (found !== null && servers?.source !== 'table')
  const ways = loginWays(servers, own !== null || search.step === 'nobody')
  const way = ways.find((one) => one === wantedWay) ?? ways[0]
  const fields: AccountFields = { ...typed, ...incoming, way }
  const problems = attempted ? checkFields(fields) : {}
  const outgoingProblems = outgoing ? checkOutgoing(outgoing) : {}
  const given = { fields, outgoing }
  const isAsked = search.step === 'found' || search.step === 'asking' || whole === typed.address

  const server = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    // The button that led here is gone, and focus with it.
    if (showsServer && document.activeElement === document.body)
      server.current?.querySelector('input')?.focus()
  }, [showsServer])

  const change = (changed: Partial<TypedFields>): void => setTyped((before) => ({ ...before, ...changed }))
  function submit(): void {
    setAttempted(true)
    setWhole(typed.address)
    const wrong = { ...checkFields(fields), ...outgoingProblems }
    const isKnown = showsServer || found !== null
    if (Object.keys(wrong).length === 0 && isKnown && !adding.isPending) adding.add(given)
  }
  function problemOf(field: keyof TypedFields): string | undefined {
    const problem = problems[field]
    return problem && t(`accounts.invalid.${problem}`)
  }
  const idleLabel = way === 'password' ? 'accounts.add' : 'accountSetup.signIn'
  const submitLabel = adding.isPending && !adding.signIn.isWaiting ? 'accounts.adding' : idleLabel
  const wayName = way === 'password' ? '' : t(`accountSetup.providers.${way}`)

  return (
    <Form className={styles['form']} onSubmit={submit} aria-label={t('accounts.addTitle')}>
      <TextField
        label={t('accounts.yourName')}
        name="displayName"
        value={typed.displayName}
        onChange={(displayName) => change({ displayName })}
        autoComplete="name"
        autoFocus
      />
      <TextField
        label={t('accounts.address')}
        name="address"
        type="email"
        technical
        value={typed.address}
        onChange={(address) => change({ address })}
        onBlur={() => setWhole(typed.address)}
        error={problemOf('address')}
        autoComplete="email"
      />
      {way === 'password' && (
        <TextField
          label={t('accounts.password')}
          name="password"
          type="password"
          technical
          value={typed.password}
          onChange={(password) => change({ password })}
          {...(!servers?.hint && { hint: t('accounts.passwordHint') })}
          error={problemOf('password')}
          autoComplete="current-password"
        />
      )}
      {isAsked && (
        <ServersNotice
          search={search}
          isUnanswered={attempted}
          onAsk={ask}
          onEnterMyself={own === null ? () => setOwn(incoming) : null}
        />
      )}
      {ways.length > 1 && (
        <SelectField<LoginWay>
          label={t('accountSetup.way')}
          name="way"
          value={way}
          onChange={setWay}
          options={ways.map((value) => ({ value, label: t(`accountSetup.ways.${value}`) }))}
        />
      )}
      {way !== 'password' && (
        <ClientFields provider={way} fields={typed} onChange={change} error={problemOf('clientId')} />
      )}
      {showsServer && (
        <ServerFieldset
          ref={server}
          fields={incoming}
          onChange={(changed) => setOwn({ ...incoming, ...changed })}
          problems={problems}
          usualUser={typed.address.trim()}
        />
      )}
      <OutgoingSection
        fields={outgoing}
        onChange={setOutgoing}
        guess={() => (servers?.smtp ? fieldsFound(servers.smtp, typed.address) : guessOutgoing(incoming))}
        problems={attempted ? outgoingProblems : {}}
        usualUser={incoming.user.trim() || typed.address.trim()}
        failure={null}
      >
        {adding.outgoingFailure && outgoing && (
          <LoginFailure
            failure={adding.outgoingFailure}
            question={{ ...outgoing, port: portNumber(outgoing.port), protocol: 'smtp' }}
            onTrust={(fingerprint) => adding.trust(outgoing, fingerprint, given)}
          />
        )}
      </OutgoingSection>
      <SignInWaiting signIn={adding.signIn} />
      {adding.failure && (
        <LoginFailure
          failure={adding.failure}
          question={{ ...incoming, port: portNumber(incoming.port), protocol: 'imap' }}
          onTrust={(fingerprint) => adding.trust(incoming, fingerprint, given)}
        />
      )}
      <div className={styles['actions']}>
        {onCancel && <Button onPress={onCancel}>{t('app.cancel')}</Button>}
        <Button type="submit" look="primary" isPending={adding.isPending}>
          {t(submitLabel, { provider: wayName })}
        </Button>
      </div>
    </Form>
  )
}
