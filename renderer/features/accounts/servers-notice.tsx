import { CircleQuestionMark, Info, MailCheck } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { useShell } from '../../engine-client.ts'
import { isolate } from '../../format/isolate.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Search } from './use-mail-servers.ts'

interface ServersNoticeProps {
  search: Search
  /** The form was sent, and can't go on before one of the buttons is pressed. */
  isUnanswered: boolean
  onAsk(): void
  /** null: they are shown already. */
  onEnterMyself: (() => void) | null
}

/** What is known of the servers of the address in the form, and what may be done to know more. */
export function ServersNotice(props: ServersNoticeProps): JSX.Element | null {
  const { search, isUnanswered, onAsk, onEnterMyself } = props
  const { t } = useTranslation()
  const shell = useShell()
  if (search.step === 'incomplete') return null
  const domain = isolate(search.domain)
  const enterMyself = onEnterMyself && (
    <Button name="own-servers" onPress={onEnterMyself}>
      {t('accountSetup.enterMyself')}
    </Button>
  )
  if (search.step === 'nobody') {
    return (
      <Notice
        icon={Info}
        title={t('accountSetup.notFound', { domain })}
        hint={t('accountSetup.notFoundHint')}
      />
    )
  }
  if (search.step !== 'found') {
    if (onEnterMyself === null) return null
    const isAsking = search.step === 'asking'
    return (
      <Notice
        icon={CircleQuestionMark}
        title={t('accountSetup.unknown', { domain })}
        hint={[t('accountSetup.mayAsk', { domain }), isUnanswered && t('accountSetup.chooseFirst')]
          .filter(Boolean)
          .join(' ')}
      >
        <Button look="primary" data-unanswered={isUnanswered} isPending={isAsking} onPress={onAsk}>
          {isAsking ? t('accountSetup.asking') : t('accountSetup.ask')}
        </Button>
        {enterMyself}
      </Notice>
    )
  }
  const { source, name, imap, hint, help } = search.servers
  const title =
    source === 'table'
      ? t('accountSetup.known', { name: isolate(name ?? '') })
      : t(`accountSetup.found.${source}`, { domain })
  const hints = [
    hint && t(`accountSetup.hints.${hint}`, { name: isolate(name ?? imap?.host ?? '') }),
    source !== 'table' && t('accountSetup.foundHint'),
    source === 'table' && !hint && imap && t('accountSetup.knownServer', { host: isolate(imap.host) }),
  ]
  return (
    <Notice
      icon={MailCheck}
      look={hint === 'no-imap' ? 'warning' : 'plain'}
      title={title}
      hint={hints.filter(Boolean).join(' ')}
    >
      {help && (
        <Button onPress={() => void shell.call('shell.openLink', { url: help }).catch(() => {})}>
          {t('accountSetup.help')}
        </Button>
      )}
      {source === 'table' && onEnterMyself && (
        <Button
          look="quiet"
          name="own-servers"
          data-unanswered={isUnanswered && imap === null}
          onPress={onEnterMyself}
        >
          {imap ? t('accountSetup.change') : t('accountSetup.enterMyself')}
        </Button>
      )}
    </Notice>
  )
}
