import type { TFunction } from 'i18next'
import type { Link } from '../../../shared/models/message.ts'
import { isolate } from '../../format/isolate.ts'

/** What is worth saying of a link, in words. */
export interface LinkNotes {
  /** Why it may lead elsewhere than it seems to: one sentence each. */
  warnings: string[]
  /** Who counts the click, what was removed or kept: a few words each. */
  facts: string[]
}

/** Names of parameters that are told; the sender writes them and may write thousands. */
const MOST_NAMES = 6

export function linkNotes(link: Link, t: TFunction): LinkNotes {
  const { redirector, opaque, readableHost, removed, kept, claims } = link
  const host = isolate(URL.parse(link.target)?.host ?? link.target)
  const facts: string[] = []
  const looksFalse = link.warnings.includes('look-alike-letters')
  if (readableHost !== null && !looksFalse) facts.push(t('links.alsoReads', { host: isolate(readableHost) }))
  if (redirector !== null) {
    facts.push(t(opaque ? 'links.through' : 'links.skipped', { service: isolate(redirector) }))
  }
  if (removed.length > 0) {
    const names = removed
      .slice(0, MOST_NAMES)
      .map((name) => isolate(name))
      .join(t('list.separator'))
    facts.push(t('links.removed', { names: removed.length > MOST_NAMES ? `${names} …` : names }))
  }
  if (kept !== null) facts.push(t(`links.kept.${kept}`))
  return {
    warnings: link.warnings.map((code) =>
      t(`links.warnings.${code}`, {
        claims: isolate(claims ?? ''),
        readable: isolate(readableHost ?? ''),
        host,
      }),
    ),
    facts,
  }
}
