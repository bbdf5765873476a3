import { FileWarning, Moon, Scissors, Sun } from 'lucide-react'
import { type JSX, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttachmentId, OpenMessage } from '../../../shared/models/message.ts'
import type { Reference, ReferenceId } from '../../../shared/models/remote-content.ts'
import { useEngine, useShell, useShellCommand } from '../../engine-client.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { AttachmentList } from './attachment-list.tsx'
import type { Stacked } from './conversation.tsx'
import { LoadOneDialog } from './load-one-dialog.tsx'
import { useLoadPictures } from './load-pictures.ts'
import { useMailColours } from './mail-colours.ts'
import { MessageBody } from './message-body.tsx'
import { MessageHeader } from './message-header.tsx'
import { MessageMenu } from './message-menu.tsx'
import styles from './message-view.module.css'
import { placeholderWords } from './placeholder-words.ts'
import { ProofLine } from './proof-line.tsx'
import { ReceiptLine } from './receipt-line.tsx'
import { RemoteBanner } from './remote-banner.tsx'
import { SendReceiptDialog } from './send-receipt-dialog.tsx'
import { StatusLine } from './status-line.tsx'
import { TextPart } from './text-part.tsx'

interface MessageViewProps {
  message: OpenMessage
  /** null: the mail stands alone. */
  stacked?: Stacked | null
}

/** One opened mail: who wrote it, what of it came from outside, its text, its attachments. */
export function MessageView({ message, stacked = null }: MessageViewProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const shell = useShell()
  const pictures = useLoadPictures(message.id)
  const colours = useMailColours(message.id)
  const [hovered, setHovered] = useState<string | null>(null)
  const [asked, setAsked] = useState<Reference | null>(null)
  const [isAnswering, setAnswering] = useState(false)
  const { parts, references, attachments, links } = message

  const isCurrent = stacked === null || stacked.isCurrent
  useShellCommand('print', () => isCurrent && window.print())
  useShellCommand('load-images', () => isCurrent && pictures.load({ kind: 'pictures' }))

  const loadPicture = useCallback(
    async (referenceId: ReferenceId) => toBlob(await engine.call('remoteContent.picture', { referenceId })),
    [engine],
  )
  const loadInline = useCallback(
    async (attachmentId: AttachmentId) =>
      toBlob(await engine.call('message.inlinePicture', { attachmentId })),
    [engine],
  )
  const checkEmbedded = useCallback(
    async (picture: Blob) =>
      toBlob(await engine.call('message.embeddedPicture', { bytes: await picture.bytes() })),
    [engine],
  )
  function openLink(url: string): void {
    const link = links.find((one) => one.url === url)
    // The shell asks the user, says what it warns of and what went wrong.
    shell
      .call('shell.openLink', {
        url: link?.target ?? url,
        original: link === undefined || link.target === url ? undefined : url,
        claims: link?.claims ?? undefined,
        opaque: link?.opaque === true ? true : undefined,
      })
      .catch(() => {})
  }
  /** From the list of what came from outside: plain pictures come at once, and for what could report the user is asked. */
  function loadOne(reference: Reference): void {
    if (reference.verdict === 'plain') pictures.load({ kind: 'reference', referenceId: reference.id })
    else setAsked(reference)
  }

  const inlineImages = attachments.filter((attachment) => attachment.inline)
  // What stands inside the body is listed too when there is no body for it to stand in.
  const hasHtml = parts.some((part) => part.kind === 'html')
  const listed = hasHtml ? attachments.filter((attachment) => !attachment.inline) : attachments

  return (
    <>
      <article className={styles['scroller']}>
        <div className={styles['top']}>
          <MessageHeader
            message={message}
            isStacked={stacked !== null}
            menu={
              <>
                {hasHtml && colours.turn !== null && (
                  <IconButton
                    icon={colours.isDark ? Sun : Moon}
                    label={t(colours.isDark ? 'reader.onPaper' : 'reader.onDark')}
                    onPress={colours.turn}
                  />
                )}
                <MessageMenu
                  message={message}
                  isStacked={stacked !== null}
                  onSendReceipt={() => setAnswering(true)}
                />
                {stacked?.closeButton}
              </>
            }
          />
          <ReceiptLine message={message} />
          {message.truncated && <Notice icon={Scissors} title={t('reader.truncated')} />}
          <RemoteBanner message={message} pictures={pictures} onLoadOne={loadOne} onOpenLink={openLink} />
          <AttachmentList attachments={listed} />
        </div>
        <div className={styles['body']}>
          {parts.map((part, index) =>
            part.kind === 'text' ? (
              <TextPart
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one mail never change places
                key={index}
                text={part.content}
                onOpenLink={openLink}
                onHoverLink={setHovered}
              />
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one mail never change places
              <div key={index} className={styles['paper']} data-dark={colours.isDark || undefined}>
                <MessageBody
                  html={part.content}
                  references={references.filter((reference) => reference.part === index)}
                  inlineImages={inlineImages}
                  loadPicture={loadPicture}
                  loadInline={loadInline}
                  checkEmbedded={checkEmbedded}
                  onOpenLink={openLink}
                  onHoverLink={setHovered}
                  // A mail decides what its placeholders look like, and what lies over them: a press may be stolen.
                  onAskForPicture={(id) => {
                    setAsked(references.find((one) => one.id === id) ?? null)
                  }}
                  describe={(reference) => placeholderWords(reference, t)}
                  isDark={colours.isDark}
                  label={message.subject || t('messages.noSubject')}
                />
              </div>
            ),
          )}
          {parts.every((part) => part.content.trim() === '') &&
            (message.bodyState === 'ready' ? (
              <p className={styles['nothing']}>{t('reader.noText')}</p>
            ) : (
              <Notice icon={FileWarning} title={t('reader.notHere')} hint={t('reader.notHereHint')} />
            ))}
        </div>
        <ProofLine fetched={message.fetched} />
      </article>
      <StatusLine url={hovered} links={links} />
      {isAnswering && message.receiptAnswer && (
        <SendReceiptDialog
          message={message}
          answer={message.receiptAnswer}
          onClose={() => setAnswering(false)}
        />
      )}
      {asked && (
        <LoadOneDialog
          reference={asked}
          onLoad={() => pictures.load({ kind: 'reference', referenceId: asked.id })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

function toBlob(picture: { mediaType: string; bytes: Uint8Array }): Blob {
  return new Blob([new Uint8Array(picture.bytes)], { type: picture.mediaType })
}
