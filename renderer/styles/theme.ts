import { useSyncExternalStore } from 'react'
import { z } from 'zod'

export const themeSchema = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof themeSchema>

const STORED_AS = 'curtain.theme'

export function storedTheme(): Theme {
  return themeSchema.catch('system').parse(localStorage.getItem(STORED_AS))
}

/** Colours follow `data-theme` (tokens.css); without it they follow the system. */
export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export function storeTheme(theme: Theme): void {
  localStorage.setItem(STORED_AS, theme)
}

const systemIsDark = matchMedia('(prefers-color-scheme: dark)')

/** Whether the page is shown in dark colours now. */
export function useIsDark(): boolean {
  return useSyncExternalStore(followTheme, () => {
    const theme = document.documentElement.dataset['theme']
    return theme === undefined ? systemIsDark.matches : theme === 'dark'
  })
}

function followTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  systemIsDark.addEventListener('change', listener)
  return () => {
    observer.disconnect()
    systemIsDark.removeEventListener('change', listener)
  }
}
