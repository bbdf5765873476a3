import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { EngineClient, EngineContract } from '../shared/contract.ts'
import type { MailError } from '../shared/errors.ts'
import type { TrustRule, TrustRuleDraft } from '../shared/models/trust-rule.ts'
import type { InputOf } from '../shared/serve.ts'
import { useEngine } from './engine-client.ts'
import { mailErrorOf } from './engine-queries.ts'

type Done = ({ what: 'saved' | 'removed'; rule: TrustRule } | { what: 'imported'; count: number }) & {
  undo: InputOf<EngineContract, 'trust.restore'>
}

export interface RuleChanges {
  /** @param given.instead the rule that was edited. */
  save(draft: TrustRuleDraft, given?: { instead?: TrustRule; onSaved?(): void }): void
  remove(rule: TrustRule): void
  import(file: InputOf<EngineContract, 'trust.import'>): void
  /** Takes back `done`. */
  undo(): void
  /** The last change, until it is taken back. */
  done: Done | null
  isPending: boolean
  failure: MailError | null
  /** Does again what failed. */
  retry(): void
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
    import: (file) => change.mutate(() => importFile(engine, file)),
    undo() {
      if (done === null) return
      change.mutate(async () => {
        await engine.call('trust.restore', done.undo)
        return null
      })
    },
    done,
    isPending: change.isPending,
    failure: change.isError ? mailErrorOf(change.error) : null,
    retry() {
      if (change.isError) change.mutate(change.variables)
    },
    reset() {
      change.reset()
      setDone(null)
    },
  }
}

async function save(engine: EngineClient, draft: TrustRuleDraft, instead: TrustRule | null): Promise<Done> {
  const { rule, replaced } = await engine.call('trust.save', { ...draft, instead: instead?.id ?? null })
  return { what: 'saved', rule, undo: { gone: [rule.id], back: replaced } }
}

async function remove(engine: EngineClient, { id }: TrustRule): Promise<Done> {
  const rule = await engine.call('trust.remove', { ruleId: id })
  return { what: 'removed', rule, undo: { gone: [], back: [rule] } }
}

async function importFile(
  engine: EngineClient,
  file: InputOf<EngineContract, 'trust.import'>,
): Promise<Done> {
  const { saved, replaced } = await engine.call('trust.import', file)
  return { what: 'imported', count: saved.length, undo: { gone: saved, back: replaced } }
}
