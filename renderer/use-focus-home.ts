import { type RefObject, useEffect, useEffectEvent } from 'react'
import type { Opening } from './mail-selection.ts'

/** The list; without mails its heading; where only the reader has room, the way back from it. */
const HOMES = ['[role=listbox]', 'h2', 'main button']

/**
 * Focus goes home when what had it is gone, and when another mail is open while nothing has it: the keyboard
 * would go on from the top of the window.
 */
export function useFocusHome(stage: RefObject<HTMLElement | null>, open: Opening | null): void {
  const goHome = useEffectEvent(() => {
    const homes = HOMES.map((home) => stage.current?.querySelector<HTMLElement>(home))
    const has = document.activeElement
    if (has !== document.body && !homes.some((home) => home === has)) return
    homes.find((home) => home?.checkVisibility())?.focus()
  })
  useEffect(() => {
    function onFocusOut({ target }: FocusEvent): void {
      if (!(target instanceof Element)) return
      // Dialogs and menus give it back to what opened them in the next frame.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          // Who presses on nothing wants nothing to have it.
          if (!target.checkVisibility({ visibilityProperty: true })) goHome()
        }),
      )
    }
    document.addEventListener('focusout', onFocusOut)
    return () => document.removeEventListener('focusout', onFocusOut)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another mail is open, or none
  useEffect(() => goHome(), [open])
}
