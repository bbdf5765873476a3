import type { JSX, ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** primary: the one thing to do here. danger: removes something. quiet: looks like text until hovered. */
  look?: 'primary' | 'plain' | 'danger' | 'quiet'
  children: ReactNode
}

export function Button({ look = 'plain', children, ...rest }: ButtonProps): JSX.Element {
  return (
    <AriaButton {...rest} className={classNames(styles['button'], styles[look])}>
      {children}
    </AriaButton>
  )
}
