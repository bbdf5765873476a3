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
