import type { MessageId } from '../../../shared/models/message.ts'
import type { MessageTrust } from '../../../shared/models/trust-rule.ts'
import { domainOf, toAddress } from '../parse/mail-domain.ts'
import { readAuthserv } from '../store/accounts.ts'
import type { ReadableDatabase } from '../store/database.ts'
import { readSettings } from '../store/settings.ts'
import { isContact, readOrigin } from '../store/trust-facts.ts'
import { rulesAbout } from '../store/trust-rules.ts'
import { decideTrust } from './message-trust.ts'

/** What is to happen to the pictures of a stored message; undefined when there is none of that id. */
export function trustOfMessage(db: ReadableDatabase, messageId: MessageId): MessageTrust | undefined {
  const origin = readOrigin(db, messageId)
  if (origin === undefined) return undefined
  const { authentication, accountId } = origin
  const sender = authentication?.author ?? toAddress(origin.from)
  const list = authentication?.list ?? null
  const { policy } = readSettings(db)
  return decideTrust({
    ...origin,
    pinned: readAuthserv(db, accountId)?.id ?? null,
    isContact: policy === 'contacts' && sender !== null && isContact(db, sender),
    rules: rulesAbout(db, accountId, identitiesOf(sender, list)),
    policy,
  })
}

/** All that a rule about the message can be named by. */
function identitiesOf(sender: string | null, list: string | null): string[] {
  const labels = sender === null ? [] : domainOf(sender).split('.')
  const domains = labels.map((_, position) => labels.slice(position).join('.'))
  return [sender, list, ...domains].filter((identity) => identity !== null)
}
