import { Check, Undo2 } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { ruleName } from '../format/rule-name.ts'
import type { RuleChanges } from '../rule-changes.ts'
import { Button } from './button.tsx'
import { FailureNotice } from './failure-notice.tsx'
import { Notice } from './notice.tsx'

interface RuleNoticeProps {
  changes: RuleChanges
  /** After the button for it is gone. */
  onUndone(): void
}

/** What the last change of a rule did, and the way back. */
export function RuleNotice({ changes, onUndone }: RuleNoticeProps): JSX.Element | null {
  const { t } = useTranslation()
  const { done, failure } = changes
  if (failure !== null) return <FailureNotice failure={failure} />
  if (done === null) return null
  const who = ruleName(done.rule, t)
  return (
    <Notice
      icon={Check}
      title={
        done.what === 'removed'
          ? t('trust.removed', { who })
          : t(`trust.saved.${done.rule.decision}`, { who })
      }
    >
      <Button
        look="quiet"
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
}
