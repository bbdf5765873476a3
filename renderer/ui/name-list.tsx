import { Fragment, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { shortServiceName } from '../format/service-name.ts'

/** Names of services in a sentence; each keeps its own direction inside right-to-left words. */
export function NameList({ names, most = 3 }: { names: readonly string[]; most?: number }): JSX.Element {
  const { t } = useTranslation()
  const shown = names.length > most + 1 ? names.slice(0, most) : names
  const rest = names.length - shown.length
  return (
    <>
      {shown.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && t('list.separator')}
          <bdi>{shortServiceName(name)}</bdi>
        </Fragment>
      ))}
      {rest > 0 && ` ${t('list.more', { count: rest })}`}
    </>
  )
}
