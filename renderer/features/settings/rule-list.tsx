import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CircleOff, Image, Pencil, Plus, Search, Trash2, X } from 'lucide-react'
import { type JSX, useRef, useState } from 'react'
import { Button as PlainButton } from 'react-aria-components/Button'
import { Input } from 'react-aria-components/Input'
import { SearchField } from 'react-aria-components/SearchField'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import type { TrustRule } from '../../../shared/models/trust-rule.ts'
import { readableIdentity } from '../../../shared/readable-identity.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf, trustRulesQuery } from '../../engine-queries.ts'
import { ruleName } from '../../format/rule-name.ts'
import { type RuleChanges, useRuleChanges } from '../../rule-changes.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { RuleNotice } from '../../ui/rule-notice.tsx'
import styles from './rows.module.css'
import { RuleDialog } from './rule-dialog.tsx'
import { RuleFile } from './rule-file.tsx'
import { SettingsSection } from './settings-section.tsx'

/** What the engine takes. */
const MOST_LETTERS = 320
/** Nobody looks through more; the search finds the others. */
const MOST_SHOWN = 100

/** The user's rules for senders: to search, change, take back, and carry to another computer. */
export function RuleList({ accounts }: { accounts: readonly Account[] }): JSX.Element {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<{ rule: TrustRule | null } | null>(null)
  const changes = useRuleChanges()
  const search = useRef<HTMLInputElement>(null)
  const rules = useQuery({
    ...trustRulesQuery(useEngine(), text.trim()),
    placeholderData: keepPreviousData,
  })
  const shown = rules.data?.slice(0, MOST_SHOWN) ?? []
  const rest = (rules.data?.length ?? 0) - shown.length

  function ask(rule: TrustRule | null): void {
    changes.reset()
    setAsked({ rule })
  }
  return (
    <SettingsSection title={t('settings.rules.title')} hint={t('settings.rules.hint')}>
      <div className={styles['tools']}>
        <SearchField
          aria-label={t('settings.rules.search')}
          value={text}
          onChange={setText}
          maxLength={MOST_LETTERS}
          className={classNames(styles['search'])}
        >
          <Search size={15} aria-hidden />
          <Input
            ref={search}
            // An empty field of direction auto is left-to-right, and its placeholder with it.
            {...(text !== '' && { dir: 'auto' })}
            placeholder={t('settings.rules.search')}
            spellCheck={false}
            className={classNames(styles['input'])}
          />
          {text !== '' && (
            <PlainButton aria-label={t('settings.rules.clear')} className={classNames(styles['clear'])}>
              <X size={15} aria-hidden />
            </PlainButton>
          )}
        </SearchField>
        <Button onPress={() => ask(null)}>
          <Plus size={16} aria-hidden />
          {t('settings.rules.add')}
        </Button>
      </div>
      {asked === null && <RuleNotice changes={changes} onUndone={() => search.current?.focus()} />}
      {rules.isError && (
        <FailureNotice failure={mailErrorOf(rules.error)} onRetry={() => void rules.refetch()} />
      )}
      {rules.data?.length === 0 && (
        <p className={styles['none']}>
          {t(text.trim() === '' ? 'settings.rules.none' : 'settings.rules.noneFound')}
        </p>
      )}
      <ul className={styles['rows']} aria-label={t('settings.rules.title')}>
        {shown.map((rule) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            accounts={accounts}
            onEdit={() => ask(rule)}
            onRemove={() => {
              changes.remove(rule)
              search.current?.focus()
            }}
          />
        ))}
      </ul>
      {rest > 0 && <p className={styles['what']}>{t('list.more', { count: rest })}</p>}
      <RuleFile canExport={text.trim() !== '' || shown.length > 0} changes={changes} />
      {asked !== null && (
        <AskForRule asked={asked.rule} accounts={accounts} changes={changes} onClose={() => setAsked(null)} />
      )}
    </SettingsSection>
  )
}

interface AskForRuleProps {
  asked: TrustRule | null
  accounts: readonly Account[]
  changes: RuleChanges
  onClose(): void
}

function AskForRule({ asked, accounts, changes, onClose }: AskForRuleProps): JSX.Element {
  return (
    <RuleDialog
      rule={asked}
      accounts={accounts}
      isSaving={changes.isPending}
      failure={changes.failure}
      onSave={(draft) => changes.save(draft, { onSaved: onClose, ...(asked !== null && { instead: asked }) })}
      onClose={() => {
        changes.reset()
        onClose()
      }}
    />
  )
}

interface RuleRowProps {
  rule: TrustRule
  accounts: readonly Account[]
  onEdit(): void
  onRemove(): void
}

function RuleRow({ rule, accounts, onEdit, onRemove }: RuleRowProps): JSX.Element {
  const { t } = useTranslation()
  const { decision, scope, identity, accountId } = rule
  const who = ruleName(rule, t)
  const account = accounts.find(({ id }) => id === accountId)
  const readable = readableIdentity(identity)
  const Icon = decision === 'load' ? Image : CircleOff
  return (
    <li className={styles['row']}>
      <Icon size={18} aria-hidden className={styles['icon']} data-decision={decision} />
      <div className={styles['words']}>
        <p className={styles['name']}>
          <bdi {...(readable !== identity && { title: identity })}>{readable}</bdi>
        </p>
        <p className={styles['what']}>
          {t(`settings.rules.decisions.${decision}`)} · {t(`settings.rules.scopes.${scope}`)}
          {accounts.length > 1 && (
            <>
              {' '}
              · <bdi>{account?.address ?? t('settings.rules.allAccounts')}</bdi>
            </>
          )}
        </p>
      </div>
      <div className={styles['buttons']}>
        <IconButton icon={Pencil} label={t('settings.rules.editLabel', { who })} onPress={onEdit} />
        <IconButton icon={Trash2} label={t('settings.rules.removeLabel', { who })} onPress={onRemove} />
      </div>
    </li>
  )
}
