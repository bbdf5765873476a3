import { ShieldCheck, ShieldX } from 'lucide-react'
import { type JSX, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShellContract } from '../../../shared/contract.ts'
import type { Reference } from '../../../shared/models/remote-content.ts'
import type { EventOf } from '../../../shared/serve.ts'
import { useShell } from '../../engine-client.ts'
import styles from './proof-line.module.css'

type Traffic = EventOf<ShellContract, 'shell.traffic'>

/** What really left this window, as Chromium's session counted it, and what came in through the engine's door. */
export function ProofLine({ references }: { references: readonly Reference[] }): JSX.Element | null {
  const { t } = useTranslation()
  const shell = useShell()
  const [atOpening, setAtOpening] = useState<Traffic | null>(null)
  const [now, setNow] = useState<Traffic | null>(null)
  useEffect(() => {
    shell.call('shell.traffic', undefined).then(setAtOpening, () => {})
    return shell.on('shell.traffic', setNow)
  }, [shell])
  if (atOpening === null) return null
  const stopped = (now ?? atOpening).stopped - atOpening.stopped
  const left = (now ?? atOpening).left - atOpening.left
  const fetched = new Set(references.filter(({ state }) => state === 'loaded').map(({ url }) => url)).size
  const Icon = left === 0 ? ShieldCheck : ShieldX
  return (
    <p className={styles['line']} data-broken={left > 0 || undefined}>
      <Icon size={14} aria-hidden />
      <span>
        {[
          t('proof.left', { count: left }),
          stopped > 0 && t('proof.stopped', { count: stopped }),
          fetched > 0 && t('proof.fetched', { count: fetched }),
        ]
          .filter(Boolean)
          .join(' ')}
      </span>
    </p>
  )
}
