import { useQueries, useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { OpenMessage } from '../../../shared/models/message.ts'
import {
  type MessageTrust,
  type TrustRuleDraft,
  trustScopeSchema,
} from '../../../shared/models/trust-rule.ts'
import { readableIdentity } from '../../../shared/readable-identity.ts'
import { useEngine } from '../../engine-client.ts'
import { accountsQuery, foldersQuery } from '../../engine-queries.ts'
import { isolate } from '../../format/isolate.ts'
import { ruleName } from '../../format/rule-name.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSection, MenuSeparator, Submenu } from '../../ui/menu.tsx'

interface PictureMenuProps {
  message: OpenMessage
  /** Each left out where there is nothing of the kind to do. */
  onLoadPictures?: (() => void) | undefined
  onLoadEverything?: (() => void) | undefined
  onForget?: ((whose: 'message' | 'sender') => void) | undefined
  onSaveRule(draft: TrustRuleDraft): void
}

/** What can be done about the pictures of a message besides loading them once. */
export function PictureMenu(props: PictureMenuProps): JSX.Element {
  const { message, onLoadPictures, onLoadEverything, onForget, onSaveRule } = props
  const { t } = useTranslation()
  const account = useChosenAccount(message.folderId)
  const subjects = subjectsOf(message.trust)
  const button = (
    <Button aria-label={t('trust.moreLabel')}>
      {t('trust.more')}
      <ChevronDown size={16} aria-hidden />
    </Button>
  )

  function rules(
    decision: TrustRuleDraft['decision'],
    accountId: TrustRuleDraft['accountId'],
  ): JSX.Element[] {
    return subjects.map((subject) => (
      <MenuItem key={subject.scope} onAction={() => onSaveRule({ ...subject, decision, accountId })}>
        {ruleName(subject, t)}
      </MenuItem>
    ))
  }

  return (
    <Menu button={button}>
      {onLoadPictures && <MenuItem onAction={onLoadPictures}>{t('trust.loadOnce')}</MenuItem>}
      {subjects.length > 0 &&
        (['load', 'block'] as const).map((decision) => (
          <Submenu key={decision} label={t(decision === 'load' ? 'trust.alwaysLoad' : 'trust.alwaysBlock')}>
            {account === null ? (
              rules(decision, null)
            ) : (
              <>
                <MenuSection title={t('trust.inAllAccounts')}>{rules(decision, null)}</MenuSection>
                <MenuSection title={t('trust.inAccount', { address: isolate(account.address) })}>
                  {rules(decision, account.id)}
                </MenuSection>
              </>
            )}
          </Submenu>
        ))}
      {(onLoadEverything || onForget) && <MenuSeparator />}
      {onLoadEverything && <MenuItem onAction={onLoadEverything}>{t('trust.everything')}</MenuItem>}
      {onForget && <MenuItem onAction={() => onForget('message')}>{t('trust.forgetMessage')}</MenuItem>}
      {onForget && message.from.address !== '' && (
        <MenuItem onAction={() => onForget('sender')}>
          {t('trust.forgetSender', { sender: isolate(readableIdentity(message.from.address)) })}
        </MenuItem>
      )}
    </Menu>
  )
}

/** Whom a rule can be about, narrowest first. */
function subjectsOf(trust: MessageTrust): Pick<TrustRuleDraft, 'scope' | 'identity'>[] {
  return trustScopeSchema.options.flatMap((scope) => {
    const identity = trust[scope]
    return identity === null ? [] : [{ scope, identity }]
  })
}

/** The account that holds the folder; null while it is the only one, for then it makes no difference. */
function useChosenAccount(folderId: FolderId): Account | null {
  const engine = useEngine()
  const accounts = useQuery(accountsQuery(engine)).data ?? []
  const folders = useQueries({
    queries: accounts.map(({ id }) => foldersQuery(engine, id)),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  })
  if (accounts.length < 2) return null
  const holder = folders.find(({ id }) => id === folderId)?.accountId
  return accounts.find(({ id }) => id === holder) ?? null
}
