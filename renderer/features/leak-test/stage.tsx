import type { ComponentType, ReactNode } from 'react'
import type { MessageRow } from '../../../shared/models/message.ts'
import styles from './leak-test-dialog.module.css'

/** The parts of the app that are attacked, as the app itself uses them. */
export interface Attacked {
  /** The frame of a mail. */
  Frame: ComponentType<{ label: string; onLoad(): void }>
  /** Puts one HTML part of a mail into its frame. */
  prepare(frame: Document, html: string): void
  /** A mail in the list. */
  Row: ComponentType<{ row: MessageRow }>
}

/** Where attacks are shown: laid out and painted as all of the page is, but seen by nobody. */
export interface Stage {
  place: HTMLElement
  /** At once, in place of what was there. */
  show(content: ReactNode): void
  /** The user has closed the dialog, or begun anew. */
  signal: AbortSignal
}

/** Frames that no mail has been in, as soon as they are there. */
export async function openFrames(
  { place, show, signal }: Stage,
  { Frame }: Attacked,
  count: number,
): Promise<HTMLIFrameElement[]> {
  const loaded = new Promise<void>((resolve) => {
    let missing = count
    function onLoad(): void {
      missing -= 1
      if (missing === 0) resolve()
    }
    show(
      Array.from({ length: count }, () => (
        <div key={crypto.randomUUID()} className={styles['mail']}>
          <Frame label="" onLoad={onLoad} />
        </div>
      )),
    )
  })
  await orAbort(signal, loaded)
  return [...place.querySelectorAll('iframe')]
}

/** Makes a mail the whole document, as it came; whatever the document before it has renamed. */
export function write(into: Document, html: string): void {
  Reflect.apply(Document.prototype.open, into, [])
  Document.prototype.write.call(into, html)
  Document.prototype.close.call(into)
}

/**
 * Two frames are painted and one more request of the app's own has been answered: the shell has seen by then what
 * was asked for before.
 */
export async function settle({ signal }: Stage): Promise<void> {
  await orAbort(signal, new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const last = new Image()
  const answered = new Promise((done) => Object.assign(last, { onload: done, onerror: done }))
  last.src = `/settled-${crypto.randomUUID()}.png`
  await orAbort(signal, answered)
}

/** What is waited for may never come in a page that is being taken down. @throws the signal's reason */
function orAbort<T>(signal: AbortSignal, awaited: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([awaited, aborted])
}
