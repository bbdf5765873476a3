import type { LucideIcon } from 'lucide-react'
import type { JSX } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { classNames } from './class-names.ts'
import styles from './icon-button.module.css'

interface IconButtonProps extends Omit<ButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  icon: LucideIcon
  label: string
  /** The key that does the same. */
  shortcut?: string | undefined
  /** For icons that point along the reading direction. */
  mirrored?: boolean
  spinning?: boolean
}

/** A button that shows only an icon: its label is for screen readers and the tooltip. */
export function IconButton(props: IconButtonProps): JSX.Element {
  const { icon: Icon, label, shortcut, mirrored, spinning, ...rest } = props
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...rest} aria-label={label} className={classNames(styles['button'])}>
        <Icon
          size={18}
          aria-hidden
          className={classNames(mirrored && styles['mirrored'], spinning && styles['spinning'])}
        />
      </AriaButton>
      <Tooltip className={classNames(styles['tooltip'])} offset={6}>
        {label}
        {shortcut !== undefined && (
          <kbd className={styles['shortcut']} dir="ltr">
            {shortcut}
          </kbd>
        )}
      </Tooltip>
    </TooltipTrigger>
  )
}
