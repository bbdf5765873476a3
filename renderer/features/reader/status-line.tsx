import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Link } from '../../../shared/models/message.ts'
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
  return (
    <p className={styles['line']}>
      <bdi className={styles['url']} dir="ltr">
        {link?.target ?? url}
      </bdi>
      {link?.redirector && (
        <span className={styles['note']}>
          {t(link.target === link.url ? 'reader.linkThrough' : 'reader.linkRedirected', {
            host: link.redirector,
          })}
        </span>
      )}
      {link && link.removed.length > 0 && <span className={styles['note']}>{t('reader.linkCleaned')}</span>}
    </p>
  )
}
