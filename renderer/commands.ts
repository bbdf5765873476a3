import { useEffect, useEffectEvent } from 'react'
import { type ShellCommand, useShellCommand } from './engine-client.ts'

/** Keys that the page listens for by itself, wherever nothing is being typed. Others are in the menu or the list. */
const keys: Record<string, ShellCommand> = {
  j: 'next-message',
  k: 'previous-message',
  e: 'archive',
  delete: 'delete',
  '#': 'delete',
  '!': 'junk',
  v: 'move',
  m: 'move',
  s: 'star',
  'shift+u': 'mark-read',
  u: 'mark-unread',
  z: 'undo-act',
  '?': 'keyboard-help',
}
/** Going on while it is held down makes sense for these only. */
const repeated: ReadonlySet<ShellCommand> = new Set(['next-message', 'previous-message'])

/** Where letters are typed, or lead to an item that begins with them. */
const TAKES_LETTERS =
  'input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu], nav [role=listbox], [role=combobox]'

/** The key of a command as it stands on the keyboard, for a tooltip. */
export function shortcutOf(command: ShellCommand): string | undefined {
  const key = Object.keys(keys).find((one) => keys[one] === command)
  if (key === 'delete') return 'Del'
  return key?.replace('shift+', '⇧').toUpperCase()
}

type Act = (given: { held: boolean }) => void
const followers = new Map<ShellCommand, Set<Act>>()

/** Runs `act` when the user picks that command in the menu or presses its key; `held`: the key repeats. */
export function useCommand(command: ShellCommand, act: Act): void {
  useShellCommand(command, () => act({ held: false }))
  const carryOut = useEffectEvent(act)
  useEffect(() => {
    const follower: Act = (given) => carryOut(given)
    const all = followers.get(command) ?? new Set()
    followers.set(command, all.add(follower))
    return () => {
      all.delete(follower)
    }
  }, [command])
}

/** @returns a function that stops listening. */
export function followKeys(): () => void {
  function onKeyDown(event: KeyboardEvent): void {
    const command = event.defaultPrevented ? null : commandOf(event)
    const acts = command === null ? undefined : followers.get(command)
    if (command === null || acts === undefined || acts.size === 0) return
    event.preventDefault()
    if (event.repeat && !repeated.has(command)) return
    for (const act of [...acts]) act({ held: event.repeat })
  }
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

/** What a key press asks for; null where it belongs to something else, like a text field. */
export function commandOf(event: KeyboardEvent): ShellCommand | null {
  if (event.altKey || event.isComposing) return null
  if (event.target instanceof Element && event.target.closest(TAKES_LETTERS) !== null) return null
  const key = keyOf(event)
  if (event.ctrlKey || event.metaKey) return key === 'z' && !event.shiftKey ? 'undo-act' : null
  // Macs call the key for deleting so.
  if (key === 'backspace' && navigator.platform.startsWith('Mac')) return 'delete'
  return keys[event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key] ?? null
}

/** In lower case, whatever Caps Lock says. A layout without Latin letters means the letter of the place. */
export function keyOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (key === '؟') return '?'
  const foreign = key.length === 1 && key > '\u007f'
  return (foreign && code.startsWith('Key') ? code.slice(3) : key).toLowerCase()
}
