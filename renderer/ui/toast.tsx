import type { LucideIcon } from 'lucide-react'
import { X } from 'lucide-react'
import { type JSX, type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'
import styles from './toast.module.css'

interface ToastProps {
  icon: LucideIcon
  look?: 'plain' | 'danger'
  words: string
  /** A button, where there is something to do about it. */
  children?: ReactNode
  onGone(): void
}

const SHOWN_MS = 8_000

/** What just happened, over the lower edge of the window for some seconds, or as long as somebody is at it. */
export function Toast({ icon: Icon, look = 'plain', words, children, onGone }: ToastProps): JSX.Element {
  const { t } = useTranslation()
  const [isHeld, setHeld] = useState(false)
  const go = useEffectEvent(onGone)
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(() => go(), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isHeld])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever is at it only keeps it from going
    <div
      className={classNames(styles['toast'], styles[look])}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={17} aria-hidden />
      <p className={styles['words']}>{words}</p>
      {children}
      <IconButton icon={X} label={t('acts.dismiss')} onPress={onGone} />
    </div>
  )
}

/** Where toasts appear. It is always there, so that what comes into it is read out. */
export function ToastPlace({ children }: { children: ReactNode }): JSX.Element {
  return (
    <div className={styles['place']} role="status">
      {children}
    </div>
  )
}
