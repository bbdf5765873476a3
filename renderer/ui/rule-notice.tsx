import { useQuery } from '@tanstack/react-query'
import { Check, Undo2 } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageTrust, TrustRule } from '../../shared/models/trust-rule.ts'
import { useEngine } from '../engine-client.ts'
import { privacySettingsQuery } from '../engine-queries.ts'
import { ruleName } from '../format/rule-name.ts'
import type { RuleChanges } from '../rule-changes.ts'
import { Button } from './button.tsx'
import { FailureNotice } from './failure-notice.tsx'
import { Notice } from './notice.tsx'

interface RuleNoticeProps {
  changes: RuleChanges
  /** Of the mail that is open. */
  trust?: MessageTrust
  /** After the button for it is gone. */
  onUndone(): void
}

/** What the last change of a rule did, and the way back. */
export function RuleNotice({ changes, trust, onUndone }: RuleNoticeProps): JSX.Element | null {
  const { t } = useTranslation()
  const policy = useQuery(privacySettingsQuery(useEngine())).data?.policy ?? 'block'
  const { done, failure } = changes
  if (failure !== null) return <FailureNotice failure={failure} onRetry={changes.retry} />
  if (done === null) return null
  const words = wordsOf(done)
  return (
    <Notice icon={Check} {...words}>
      <Button
        isPending={changes.isPending}
        onPress={() => {
          changes.undo()
          onUndone()
        }}
      >
        <Undo2 size={15} aria-hidden />
        {t('trust.undo')}
      </Button>
    </Notice>
  )

  function wordsOf(change: NonNullable<RuleChanges['done']>): { title: string; hint?: string } {
    if (change.what === 'imported') return { title: t('settings.rules.imported', { count: change.count }) }
    const who = ruleName(change.rule, t)
    return change.what === 'removed'
      ? { title: t('trust.removed', { who }), hint: t(`trust.without.${policy}`) }
      : { title: t(`trust.saved.${outcome(change.rule, trust)}`, { who }) }
  }
}

/** A rule to load does nothing for a mail of which nobody knows whether it is meant. */
function outcome({ decision, scope }: TrustRule, trust: MessageTrust | undefined) {
  if (decision === 'block' || trust === undefined) return decision
  const state = scope === 'list' ? trust.listIdentity : trust.identity
  return state === 'verified' ? decision : state
}
