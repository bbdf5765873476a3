import { ChevronRight } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { Header } from 'react-aria-components/Header'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  MenuTrigger,
  SubmenuTrigger,
} from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import { classNames } from './class-names.ts'
import styles from './menu.module.css'

/** A button, and the menu that it opens. */
export function Menu({ button, children }: { button: JSX.Element; children: ReactNode }): JSX.Element {
  return (
    <MenuTrigger>
      {button}
      <Popover className={classNames(styles['popover'])} placement="bottom end">
        <AriaMenu className={classNames(styles['menu'])}>{children}</AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

interface MenuItemProps {
  /** danger: removes something. */
  look?: 'plain' | 'danger'
  children: string
  onAction(): void
}

export function MenuItem({ look = 'plain', children, onAction }: MenuItemProps): JSX.Element {
  return (
    <AriaMenuItem
      textValue={children}
      onAction={onAction}
      className={classNames(styles['item'], look === 'danger' && styles['danger'])}
    >
      <span className={styles['words']}>{children}</span>
    </AriaMenuItem>
  )
}

/** An item that leads to further ones. */
export function Submenu({ label, children }: { label: string; children: ReactNode }): JSX.Element {
  return (
    <SubmenuTrigger>
      <AriaMenuItem textValue={label} className={classNames(styles['item'])}>
        <span className={styles['words']}>{label}</span>
        <ChevronRight size={16} aria-hidden />
      </AriaMenuItem>
      <Popover className={classNames(styles['popover'])}>
        <AriaMenu className={classNames(styles['menu'])}>{children}</AriaMenu>
      </Popover>
    </SubmenuTrigger>
  )
}

export function MenuSection({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  return (
    <AriaMenuSection>
      <Header className={styles['heading']}>{title}</Header>
      {children}
    </AriaMenuSection>
  )
}

export function MenuSeparator(): JSX.Element {
  return <Separator className={classNames(styles['separator'])} />
}
