import { isDeepStrictEqual } from 'node:util'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import { proxySecret } from '../../../shared/models/secret.ts'
import { registeredDomain } from '../parse/mail-domain.ts'
import { learnFor, seenAuthservs } from '../remote-content/account-authserv.ts'
import { planRuleImport } from '../remote-content/plan-rule-import.ts'
import { readRuleFile, requireIdentity, writeRuleFile } from '../remote-content/rule-file.ts'
import { rulesNamed } from '../remote-content/rules-named.ts'
import { listAccounts, readAuthserv, saveAuthserv } from '../store/accounts.ts'
import type { Store } from '../store/open-store.ts'
import { readSettings, saveSettings } from '../store/settings.ts'
import { listTrustRules, removeTrustRule, saveTrustRule } from '../store/trust-rules.ts'
import type { Secrets } from './account.ts'

type PrivacyHandlers = Pick<
  EngineHandlers,
  | 'trust.list'
  | 'trust.save'
  | 'trust.remove'
  | 'trust.export'
  | 'trust.checkImport'
  | 'trust.import'
  | 'trust.restore'
  | 'privacy.settings'
  | 'privacy.saveSettings'
  | 'privacy.authserv'
  | 'privacy.saveAuthserv'
>

interface PrivacyParts {
  store: Store
  secrets: Secrets
  /** Called when something else may happen to a message's pictures from now on. */
  changed(): void
}

export function privacyProcedures({ store, secrets, changed }: PrivacyParts): PrivacyHandlers {
  function find(accountId: AccountId) {
    const account = listAccounts(store.read).find(({ id }) => id === accountId)
    if (account === undefined) throw new MailError('not-found')
    return account
  }

  function authserv(accountId: AccountId) {
    const chosen = readAuthserv(store.read, accountId)
    if (chosen === undefined) throw new MailError('not-found')
    return { ...chosen, ...seenAuthservs(store.read, accountId) }
  }

  return {
    'trust.list': ({ text }) => rulesNamed(listTrustRules(store.read), text),
    'trust.save'({ instead, ...draft }) {
      if (draft.accountId !== null) find(draft.accountId)
      const identity = requireIdentity(draft.scope, draft.identity)
      const saved = store.writeSafely((db) => {
        const edited = instead === null ? undefined : removeTrustRule(db, instead)
        const { rule, replaced } = saveTrustRule(db, { ...draft, identity }, Date.now())
        return { rule, replaced: [edited, replaced].filter((gone) => gone !== undefined) }
      })
      changed()
      return saved
    },
    'trust.remove'({ ruleId }) {
      const rule = store.writeSafely((db) => removeTrustRule(db, ruleId))
      if (rule === undefined) throw new MailError('not-found')
      changed()
      return rule
    },
    'trust.export': () => ({
      json: writeRuleFile(listTrustRules(store.read), listAccounts(store.read)),
    }),
    'trust.checkImport'({ json }) {
      const { drafts, skipped } = readRuleFile(json, listAccounts(store.read))
      const { added, changed, weakening, same } = planRuleImport(drafts, listTrustRules(store.read))
      const load = added.filter(({ decision }) => decision === 'load').length
      return { load, block: added.length - load, changed: changed.length, same, skipped, weakening }
    },
    'trust.import'({ json, weaken }) {
      const { drafts } = readRuleFile(json, listAccounts(store.read))
      const now = Date.now()
      const saved = store.writeSafely((db) => {
        const plan = planRuleImport(drafts, listTrustRules(db))
        const wanted = [...plan.added, ...plan.changed, ...(weaken ? plan.weakening : [])]
        return wanted.map((draft) => saveTrustRule(db, draft, now))
      })
      changed()
      return {
        saved: saved.map(({ rule }) => rule.id),
        replaced: saved.flatMap(({ replaced }) => replaced ?? []),
      }
    },
    'trust.restore'({ gone, back }) {
      const accounts = new Set(listAccounts(store.read).map(({ id }) => id))
      store.writeSafely((db) => {
        for (const id of gone) removeTrustRule(db, id)
        for (const rule of back) {
          // Its account may have been removed since.
          if (rule.accountId === null || accounts.has(rule.accountId)) saveTrustRule(db, rule, rule.createdAt)
        }
      })
      changed()
    },
    'privacy.settings': () => readSettings(store.read),
    async 'privacy.saveSettings'({ proxyPassword, ...settings }) {
      const before = readSettings(store.read).proxy
      // No password is ever told to another proxy than the one it was given for.
      if (!isDeepStrictEqual(before, settings.proxy)) await secrets.delete(proxySecret)
      store.writeSafely((db) => saveSettings(db, settings))
      if (proxyPassword !== undefined) await secrets.set(proxySecret, proxyPassword)
      changed()
    },
    'privacy.authserv': ({ accountId }) => authserv(accountId),
    'privacy.saveAuthserv'({ accountId, choice }) {
      const account = find(accountId)
      if (choice.kind === 'learn') {
        store.writeSafely((db) => {
          saveAuthserv(db, accountId, { id: null, setBy: null })
          learnFor(db, account)
        })
      } else {
        if (choice.id?.startsWith('*.') && registeredDomain(choice.id.slice(2)) === null) {
          throw new MailError('bad-request')
        }
        store.writeSafely((db) => saveAuthserv(db, accountId, { id: choice.id, setBy: 'user' }))
      }
      changed()
      return authserv(accountId)
    },
  }
}
