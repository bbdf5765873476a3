import type { JSX, Ref, SyntheticEvent } from 'react'
import styles from './mail-frame.module.css'

interface MailFrameProps {
  ref?: Ref<HTMLIFrameElement>
  /** Name of the frame for screen readers. */
  label: string | undefined
  /** On a dark sheet rather than on white paper. */
  isDark?: boolean
  onLoad(event: SyntheticEvent<HTMLIFrameElement>): void
}

/** Wall 2, as every mail gets it: an empty page with a policy of its own, in a sandbox. */
export function MailFrame({ ref, label, isDark = false, onLoad }: MailFrameProps): JSX.Element {
  return (
    <iframe
      ref={ref}
      className={styles['frame']}
      title={label}
      data-dark={isDark || undefined}
      src="/message-frame.html"
      // allow-same-origin: the page lays out the mail, measures it and hears its links from outside, and its
      // `blob:` pictures are of this origin. Never allow-scripts: together the two would be no sandbox at all.
      // Without allow-forms, allow-popups and allow-top-navigation nothing in the frame can leave it.
      sandbox="allow-same-origin"
      onLoad={onLoad}
    />
  )
}
