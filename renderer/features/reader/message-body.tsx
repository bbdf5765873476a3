import { type JSX, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Attachment, AttachmentId } from '../../../shared/models/message.ts'
import type { Reference, ReferenceId } from '../../../shared/models/remote-content.ts'
import { isShowablePicture } from '../../../shared/showable-picture.ts'
import { useSearchWords } from '../../search-words.ts'
import { markWords } from '../../ui/mark-words.ts'
import { followHeight } from './follow-height.ts'
import { followLinks } from './follow-links.ts'
import { forwardKeys } from './forward-keys.ts'
import { MailFrame } from './mail-frame.tsx'
import { prepareBody } from './prepare-body.ts'
import { createHeldPictures, type HeldPicture, type HeldPictures, heldKey } from './steps/hold-remote.ts'
import {
  describePlaceholders,
  type Placeholder,
  placeImage,
  placePlaceholders,
  removeImage,
} from './steps/place-images.ts'

export interface MessageBodyProps {
  /** One part of the mail, as its sender wrote it. */
  html: string
  /** Of this part. Those with state `loaded` are shown, the others leave a placeholder. */
  references: Reference[]
  inlineImages: Attachment[]
  loadPicture(id: ReferenceId): Promise<Blob>
  loadInline(id: AttachmentId): Promise<Blob>
  /** @returns the picture as what its bytes are, whatever the mail calls it. */
  checkEmbedded(picture: Blob): Promise<Blob>
  onOpenLink(url: string): void
  /** null when the pointer and the focus left every link. */
  onHoverLink(url: string | null): void
  /** The reader pressed a placeholder. Without it, the press goes to the link around the picture. */
  onAskForPicture?(id: ReferenceId): void
  /** What a placeholder says of its picture. */
  describe?(reference: Reference): Placeholder
  /** On a dark sheet rather than on white paper. */
  isDark?: boolean
  /** Name of the frame for screen readers. */
  label?: string
}

/** What is on show in one frame. */
interface Shown {
  content: Document
  pictures: HeldPictures
  links: string[]
  /** Makes a `blob:` address that lives as long as this mail is shown. */
  addressOf(picture: Blob): string
  /** Pictures already placed or on their way, by attribute and number. */
  placed: Set<string>
}

/** One HTML part of a mail, in a frame of its own that can neither run, fetch, resolve nor navigate. */
export function MessageBody(props: MessageBodyProps): JSX.Element {
  const frame = useRef<HTMLIFrameElement>(null)
  const [content, setContent] = useState<Document | null>(null)
  const [shown, setShown] = useState<Shown | null>(null)
  const { html, references, inlineImages, isDark = false } = props
  const words = useSearchWords()
  // The body is laid out once per mail; a picture that has arrived since is put in its place.
  const known = references.map((reference) => reference.id).join()

  const prepare = useEffectEvent((into: Document): Pick<Shown, 'pictures' | 'links'> => {
    const pictures = createHeldPictures(references, inlineImages)
    return { pictures, links: prepareBody(into, html, pictures, isDark) }
  })
  const place = useEffectEvent((mail: Shown, held: HeldPicture, load: () => Promise<Blob>) => {
    const key = heldKey(held)
    if (mail.placed.has(key) || !mail.pictures.wanted.has(key)) return
    mail.placed.add(key)
    load().then(
      (picture) => placeImage(mail.content, held, mail.addressOf(picture)),
      // The placeholder stays; a later change of its reference tries again.
      () => mail.placed.delete(key),
    )
  })
  const describeAll = useEffectEvent((mail: Document) => {
    const described = new Map<string, Placeholder>()
    for (const one of references) if (props.describe) described.set(String(one.id), props.describe(one))
    describePlaceholders(mail, described)
  })
  const openLink = useEffectEvent(props.onOpenLink)
  const hoverLink = useEffectEvent(props.onHoverLink)
  const pressPicture = useEffectEvent((image: Element) => {
    const id = image.getAttribute('data-resource')
    const reference = references.find((candidate) => String(candidate.id) === id)
    if (reference === undefined || !isShowablePicture(reference) || !props.onAskForPicture) return false
    if (reference.state !== 'loading') props.onAskForPicture(reference.id)
    return true
  })
  const loadPicture = useEffectEvent(props.loadPicture)
  const loadInline = useEffectEvent(props.loadInline)
  const checkEmbedded = useEffectEvent(props.checkEmbedded)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another mail, or newly judged, is laid out anew
  useEffect(() => {
    if (content === null) return
    const addresses: string[] = []
    function addressOf(picture: Blob): string {
      const address = URL.createObjectURL(picture)
      addresses.push(address)
      return address
    }
    const { pictures, links } = prepare(content)
    placePlaceholders(content)
    const stopFollowingHeight = frame.current === null ? () => {} : followHeight(frame.current, content)
    const stopForwardingKeys = frame.current === null ? () => {} : forwardKeys(frame.current, content)
    const stopFollowingLinks = followLinks(content, links, {
      open: (address) => openLink(address),
      hover: (address) => hoverLink(address),
      pressPicture: (image) => pressPicture(image),
    })
    content.documentElement.setAttribute('data-shown', '')
    setShown({ content, pictures, links, addressOf, placed: new Set() })
    return () => {
      setShown(null)
      stopFollowingHeight()
      stopForwardingKeys()
      stopFollowingLinks()
      hoverLink(null)
      for (const address of addresses) URL.revokeObjectURL(address)
    }
  }, [content, html, known, isDark])

  useEffect(() => (shown === null ? undefined : markWords(shown.content.body, words)), [shown, words])

  useEffect(() => {
    if (shown === null) return
    for (const [id, picture] of shown.pictures.embedded.entries()) {
      place(shown, { attribute: 'data-embedded', id }, () => checkEmbedded(picture))
    }
    for (const { id } of inlineImages) {
      place(shown, { attribute: 'data-inline', id }, () => loadInline(id))
    }
    for (const { id, state } of references) {
      const held = { attribute: 'data-resource', id } as const
      if (state === 'blocked' && shown.placed.delete(heldKey(held))) removeImage(shown.content, held)
    }
    describeAll(shown.content)
    for (const { id, state } of references) {
      if (state === 'loaded') place(shown, { attribute: 'data-resource', id }, () => loadPicture(id))
    }
  }, [shown, references, inlineImages])

  return (
    <MailFrame
      ref={frame}
      label={props.label}
      isDark={isDark}
      onLoad={(event) => setContent(event.currentTarget.contentDocument)}
    />
  )
}
