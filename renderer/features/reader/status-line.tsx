import { TriangleAlert } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Link } from '../../../shared/models/message.ts'
import { linkNotes } from './link-notes.ts'
import styles from './status-line.module.css'

interface StatusLineProps {
  /** Of the link under the pointer or the focus. */
  url: string | null
  links: readonly Link[]
}

/** Where a link really leads, as it will be opened: past redirectors, as far as that can be told offline. */
export function StatusLine({ url, links }: StatusLineProps): JSX.Element | null {
  const { t } = useTranslation()
  if (url === null) return null
  const link = links.find((one) => one.url === url)
  const { warnings, facts } = link === undefined ? { warnings: [], facts: [] } : linkNotes(link, t)
  return (
    <div className={styles['line']}>
      {warnings.map((warning) => (
        <p key={warning} className={styles['warning']}>
          <TriangleAlert size={14} aria-hidden />
          {warning}
        </p>
      ))}
      <p className={styles['where']}>
        <bdi className={styles['url']} dir="ltr">
          {withHostInView(link?.target ?? url)}
        </bdi>
        {facts.map((fact) => (
          <span key={fact} className={styles['note']}>
            {fact}
          </span>
        ))}
      </p>
    </div>
  )
}

/** Characters of a host that fit into the line of a small window. */
const HOST_IN_VIEW = 60

/** What a host belongs to is said at its end. */
function withHostInView(address: string): string {
  const { protocol, host, pathname, search, hash } = URL.parse(address) ?? { host: '' }
  if (host.length <= HOST_IN_VIEW) return address
  return `${protocol}//…${host.slice(-HOST_IN_VIEW)}${pathname}${search}${hash}`
}
