import { ChevronRight, type LucideIcon } from 'lucide-react'
import { type JSX, type ReactNode, useRef } from 'react'
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

interface PlacedMenuProps {
  label: string
  /** In pixels from the window's top left corner. */
  at: { x: number; y: number }
  onClose(): void
  children: ReactNode
}

/** A menu at a point of the window, as the right button opens it. */
export function PlacedMenu({ label, at, onClose, children }: PlacedMenuProps): JSX.Element {
  const point = useRef<HTMLSpanElement>(null)
  return (
    <>
      <span ref={point} className={styles['point']} style={{ translate: `${at.x}px ${at.y}px` }} />
      <Popover
        triggerRef={point}
        isOpen
        onOpenChange={(isOpen) => !isOpen && onClose()}
        placement="bottom start"
        offset={2}
        aria-label={label}
        className={classNames(styles['popover'])}
      >
        <AriaMenu
          autoFocus="first"
          aria-label={label}
          onClose={onClose}
          className={classNames(styles['menu'])}
        >
          {children}
        </AriaMenu>
      </Popover>
    </>
  )
}

interface MenuItemProps {
  icon?: LucideIcon | undefined
  /** The key that does the same. */
  shortcut?: string | undefined
  /** danger: removes something. */
  look?: 'plain' | 'danger'
  children: string
  onAction(): void
}

export function MenuItem(props: MenuItemProps): JSX.Element {
  const { icon: Icon, shortcut, look = 'plain', children, onAction } = props
  return (
    <AriaMenuItem
      textValue={children}
      onAction={onAction}
      className={classNames(styles['item'], look === 'danger' && styles['danger'])}
    >
      {Icon && <Icon size={16} aria-hidden />}
      <span className={styles['words']}>{children}</span>
      {shortcut !== undefined && (
        <kbd className={styles['shortcut']} dir="ltr">
          {shortcut}
        </kbd>
      )}
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
