import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { EngineClient } from '../shared/contract.ts'
import type { MailError } from '../shared/errors.ts'
import type { TrustRule, TrustRuleDraft } from '../shared/models/trust-rule.ts'
import { useEngine } from './engine-client.ts'
import { mailErrorOf } from './engine-queries.ts'

interface Done {
  what: 'saved' | 'removed'
  rule: TrustRule
  undo(): Promise<void>
}

export interface RuleChanges {
  /** @param given.instead the rule that was edited. */
  save(draft: TrustRuleDraft, given?: { instead?: TrustRule; onSaved?(): void }): void
  remove(rule: TrustRule): void
  /** Takes back `done`. */
  undo(): void
  /** The last change, until it is taken back. */
  done: Done | null
  isPending: boolean
  failure: MailError | null
  /** Forgets `done` and `failure`. */
  reset(): void
}

/** Changes the user's rules for senders, each with its way back. */
export function useRuleChanges(): RuleChanges {
  const engine = useEngine()
  const [done, setDone] = useState<Done | null>(null)
  const change = useMutation({
    mutationFn: (act: () => Promise<Done | null>) => act(),
    onSuccess: (result) => setDone(result),
  })
  return {
    save: (draft, { instead, onSaved } = {}) =>
      change.mutate(() => save(engine, draft, instead ?? null), { onSuccess: () => onSaved?.() }),
    remove: (rule) => change.mutate(() => remove(engine, rule)),
    undo() {
      if (done === null) return
      change.mutate(async () => {
        await done.undo()
        return null
      })
    },
    done,
    isPending: change.isPending,
    failure: change.isError ? mailErrorOf(change.error) : null,
    reset() {
      change.reset()
      setDone(null)
    },
  }
}

async function save(engine: EngineClient, draft: TrustRuleDraft, instead: TrustRule | null): Promise<Done> {
  const { rule, replaced } = await engine.call('trust.save', { ...draft, instead: instead?.id ?? null })
  async function undo(): Promise<void> {
    await engine.call('trust.remove', { ruleId: rule.id })
    for (const gone of replaced) await engine.call('trust.save', { ...gone, instead: null })
  }
  return { what: 'saved', rule, undo }
}

async function remove(engine: EngineClient, { id }: TrustRule): Promise<Done> {
  const rule = await engine.call('trust.remove', { ruleId: id })
  async function undo(): Promise<void> {
    await engine.call('trust.save', { ...rule, instead: null })
  }
  return { what: 'removed', rule, undo }
}
