import { useQuery } from '@tanstack/react-query'
import { CircleOff, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageTrust, TrustRule } from '../../../shared/models/trust-rule.ts'
import { readableIdentity } from '../../../shared/readable-identity.ts'
import { useEngine } from '../../engine-client.ts'
import { privacySettingsQuery } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { ruleName } from '../../format/rule-name.ts'
import type { RuleChanges } from '../../rule-changes.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import styles from './trust-line.module.css'

interface TrustLineProps {
  trust: MessageTrust
  changes: RuleChanges
}

/** Why pictures load by themselves or stay out, where that is not simply waiting for the reader. */
export function TrustLine({ trust, changes }: TrustLineProps): JSX.Element | null {
  const { t } = useTranslation()
  const { because, rule, sender } = trust
  const claimed =
    because === 'claimed-only' ? rule?.identity : because === 'claimed-contact' ? sender : undefined
  const state = rule?.scope === 'list' ? trust.listIdentity : trust.identity
  // Whose server tells nothing of anybody would be warned of everybody.
  if (typeof claimed === 'string' && (rule !== null || state !== 'unknown')) {
    const identity = isolate(readableIdentity(claimed))
    return (
      <div className={styles['line']} data-look="warning" role="alert">
        <TriangleAlert size={16} aria-hidden />
        <p className={styles['words']}>
          <strong>{t('trust.claimed', { identity })}</strong>{' '}
          {state === 'unknown'
            ? t('trust.claimedUnknown')
            : t(rule === null ? 'trust.claimedContact' : 'trust.claimedHint', { identity })}
        </p>
        {rule !== null && <ChangeRule rule={rule} changes={changes} />}
      </div>
    )
  }
  const words = wordsOf()
  if (words === null) return null
  const Icon = trust.decision === 'load' ? ShieldCheck : CircleOff
  return (
    <div className={styles['line']}>
      <Icon size={16} aria-hidden />
      <p className={styles['words']}>{words}</p>
      {rule !== null && <ChangeRule rule={rule} changes={changes} />}
    </div>
  )

  function wordsOf(): string | null {
    if (because === 'rule' && rule !== null) {
      return t(`trust.acts.${rule.decision}`, { who: ruleName(rule, t) })
    }
    if (because === 'contact' && sender !== null)
      return t('trust.contact', { sender: isolate(readableIdentity(sender)) })
    if (because === 'claimed-contact' && sender !== null) {
      return t('trust.contactUnknown', { sender: isolate(readableIdentity(sender)) })
    }
    if (because === 'junk') return t('trust.junk')
    return trust.decision === 'block' ? t('trust.neverAsk') : null
  }
}

function ChangeRule({ rule, changes }: { rule: TrustRule; changes: RuleChanges }): JSX.Element {
  const { t } = useTranslation()
  const policy = useQuery(privacySettingsQuery(useEngine())).data?.policy ?? 'block'
  const other = rule.decision === 'load' ? 'block' : 'load'
  const button = (
    <Button look="quiet" aria-label={t('trust.changeLabel', { who: ruleName(rule, t) })}>
      {t('trust.change')}
    </Button>
  )
  return (
    <Menu button={button}>
      <MenuItem onAction={() => changes.remove(rule)}>
        {t(policy === 'block' ? 'trust.askAgain' : 'trust.likeOthers')}
      </MenuItem>
      <MenuItem onAction={() => changes.save({ ...rule, decision: other }, { instead: rule })}>
        {t(`trust.${other}Instead`)}
      </MenuItem>
    </Menu>
  )
}
