import type { JSX, ReactNode } from 'react'
import { Link } from 'react-aria-components/Link'
import { classNames } from '../../ui/class-names.ts'
import styles from './mail-link.module.css'

interface MailLinkProps {
  url: string
  onOpen(url: string): void
  onHover(url: string | null): void
  children: ReactNode
}

/** A link without `href`: Chromium looks up a host as soon as a link to it is pointed at. */
export function MailLink({ url, onOpen, onHover, children }: MailLinkProps): JSX.Element {
  return (
    <Link
      className={classNames(styles['link'])}
      onPress={() => onOpen(url)}
      onHoverChange={(hovered) => onHover(hovered ? url : null)}
      onFocusChange={(focused) => onHover(focused ? url : null)}
    >
      <bdi>{children}</bdi>
    </Link>
  )
}
