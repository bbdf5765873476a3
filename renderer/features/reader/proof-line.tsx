import { ShieldCheck, ShieldX } from 'lucide-react'
import { type JSX, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Fetched } from '../../../shared/models/remote-content.ts'
import { useTraffic } from '../../engine-client.ts'
import styles from './proof-line.module.css'

/**
 * What left this window since the mail was opened, as Chromium's session counted it, and what the engine's door
 * sent for the mail since the program started: pictures that are kept are shown without asking anybody.
 */
export function ProofLine({ fetched }: { fetched: Fetched }): JSX.Element {
  const { t } = useTranslation()
  const traffic = useTraffic()
  const now = useSyncExternalStore(traffic.subscribe, traffic.now)
  const [atOpening] = useState(now)
  const stopped = now.stopped - atOpening.stopped
  const left = now.left - atOpening.left
  const Icon = left === 0 ? ShieldCheck : ShieldX
  return (
    <p className={styles['line']} data-broken={left > 0 || undefined}>
      <Icon size={14} aria-hidden />
      <span>
        {[
          t('proof.left', { count: left }),
          stopped > 0 && t('proof.stopped', { count: stopped }),
          fetched.requests > 0 && t('proof.requests', { count: fetched.requests }),
          fetched.requests > 0 && t('proof.pictures', { count: fetched.pictures }),
        ]
          .filter(Boolean)
          .join(' ')}
      </span>
    </p>
  )
}
