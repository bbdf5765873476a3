import { EyeOff, ShieldCheck } from 'lucide-react'
import { type JSX, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Link, OpenMessage } from '../../../shared/models/message.ts'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { readableIdentity } from '../../../shared/readable-identity.ts'
import { isShowablePicture } from '../../../shared/showable-picture.ts'
import { isolate } from '../../format/isolate.ts'
import { useRuleChanges } from '../../rule-changes.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { NameList } from '../../ui/name-list.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RuleNotice } from '../../ui/rule-notice.tsx'
import { bannerWords } from './banner-words.ts'
import { LoadEverythingDialog } from './load-everything-dialog.tsx'
import type { PictureLoading } from './load-pictures.ts'
import { PictureMenu } from './picture-menu.tsx'
import styles from './remote-banner.module.css'
import { type RemoteFacts, remoteFacts } from './remote-facts.ts'
import { Report } from './report.tsx'
import { TrustLine } from './trust-line.tsx'

interface RemoteBannerProps {
  message: OpenMessage
  pictures: PictureLoading
  onLoadOne(reference: Reference): void
  /** Asks the user before anything is opened. */
  onOpenLink(url: string): void
}

/**
 * What of a mail comes from outside, what was kept out and whose it is, what can be done about it, and the whole
 * report behind a button. Only a quiet line where the user wants not to be asked; nothing at all when there is
 * nothing to tell.
 */
export function RemoteBanner({
  message,
  pictures,
  onLoadOne,
  onOpenLink,
}: RemoteBannerProps): JSX.Element | null {
  const { references, trust } = message
  const { failure } = pictures
  const { t } = useTranslation()
  const changes = useRuleChanges()
  const [open, setOpen] = useState(false)
  const [asksForAll, setAsksForAll] = useState(false)
  const [asksToForget, setAsksToForget] = useState(false)
  const detailsId = useId()
  const section = useRef<HTMLElement>(null)
  // Others may have asked before this was opened: the reader, who came back, or a rule.
  const isLoading = pictures.isLoading || references.some(({ state }) => state === 'loading')
  const ruleId = trust.rule?.id
  // The button that was pressed may be gone once all is loaded, or its rule is; the keyboard must not be thrown
  // out of the mail.
  const before = useRef({ isLoading, ruleId })
  useEffect(() => {
    const was = before.current
    before.current = { isLoading, ruleId }
    const isDone = (was.isLoading && !isLoading) || was.ruleId !== ruleId
    if (isDone && document.activeElement === document.body) section.current?.focus()
  }, [isLoading, ruleId])
  if (!isWorthTelling(message)) return null

  const facts = remoteFacts(references)
  const words = bannerWords(facts, message.receiptAnswer?.state ?? 'none', t)
  const canLoad = facts.pictures.blocked > 0
  const canRetry = !canLoad && facts.pictures.failed > 0
  const showable = references.filter(isShowablePicture)
  const reporting = showable.filter(({ verdict, state }) => verdict !== 'plain' && state !== 'loaded')
  const isQuiet = trust.decision === 'block' && showable.length > 0 && !isLoading && !hasAsked(facts)
  const loadPictures = (): void => pictures.load({ kind: 'pictures' })
  const whose = {
    message: { kind: 'message', messageId: message.id },
    sender: { kind: 'sender', address: message.from.address },
  } as const

  return (
    <section
      ref={section}
      tabIndex={-1}
      className={styles['banner']}
      data-look={isQuiet ? 'quiet' : undefined}
      aria-label={t('banner.label')}
    >
      <div className={styles['row']}>
        {!isQuiet && (
          <span className={styles['icon']} data-look={facts.trackers.kept > 0 ? 'tracker' : 'plain'}>
            <ShieldCheck size={20} aria-hidden />
          </span>
        )}
        {isQuiet ? (
          <div className={styles['words']}>
            <TrustLine trust={trust} changes={changes} />
          </div>
        ) : (
          <div className={styles['words']} role="status">
            <p className={styles['facts']}>
              {references.length === 0 ? t('banner.nothing') : words.sentences.join(' ')}
              {words.trackers !== null && (
                <>
                  {words.sentences.length > 0 && ' '}
                  <span className={styles['trackers']}>
                    {words.trackers}: <NameList names={facts.trackers.names} />
                  </span>
                </>
              )}
            </p>
            <p className={styles['promise']}>{[...words.also, words.promise].filter(Boolean).join(' ')}</p>
          </div>
        )}
        <div className={styles['actions']}>
          {!isQuiet && (canLoad || canRetry || isLoading) && (
            <Button look={canRetry ? 'plain' : 'primary'} isPending={isLoading} onPress={loadPictures}>
              {isLoading ? t('banner.loading') : canRetry ? t('banner.retry') : t('banner.load')}
            </Button>
          )}
          {showable.length > 0 && (
            <PictureMenu
              message={message}
              onLoadPictures={isQuiet && canLoad ? loadPictures : undefined}
              onLoadEverything={reporting.length > 0 ? () => setAsksForAll(true) : undefined}
              onForget={
                references.some(({ state }) => state === 'loaded')
                  ? (scope) => (scope === 'sender' ? setAsksToForget(true) : pictures.forget(whose[scope]))
                  : undefined
              }
              onSaveRule={(draft) => changes.save(draft)}
            />
          )}
          <Button look="quiet" aria-expanded={open} aria-controls={detailsId} onPress={() => setOpen(!open)}>
            {open ? t('banner.hideDetails') : t('banner.details')}
          </Button>
        </div>
      </div>
      {!isQuiet && showable.length > 0 && <TrustLine trust={trust} changes={changes} />}
      <RuleNotice changes={changes} trust={trust} onUndone={() => section.current?.focus()} />
      {pictures.hasForgotten && <Notice icon={EyeOff} title={t('trust.forgotten')} />}
      {failure && <FailureNotice failure={failure} onRetry={pictures.retry} />}
      {open && (
        <div id={detailsId}>
          <Report message={message} onLoadOne={onLoadOne} onOpenLink={onOpenLink} />
        </div>
      )}
      {asksToForget && (
        <ConfirmDialog
          title={t('trust.forget.title', { sender: isolate(readableIdentity(message.from.address)) })}
          confirm={t('trust.forget.confirm')}
          onConfirm={() => pictures.forget(whose.sender)}
          onClose={() => setAsksToForget(false)}
        >
          <p>{t('trust.forget.what')}</p>
        </ConfirmDialog>
      )}
      {asksForAll && (
        <LoadEverythingDialog
          reporting={reporting}
          onLoad={() => pictures.load({ kind: 'everything' })}
          onClose={() => setAsksForAll(false)}
        />
      )}
    </section>
  )
}

/** Something of the mail came, or was tried: that is told in full, whatever the rules say. */
function hasAsked({ pictures, trackers }: RemoteFacts): boolean {
  return pictures.loading + pictures.loaded + pictures.failed + trackers.loaded > 0
}

function isWorthTelling({ references, receipts, platform, links }: OpenMessage): boolean {
  return references.length > 0 || receipts.length > 0 || platform !== null || links.some(isTelling)
}

function isTelling({ redirector, removed, warnings }: Link): boolean {
  return redirector !== null || removed.length > 0 || warnings.length > 0
}
