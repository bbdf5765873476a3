import { z } from 'zod'

export const languageSchema = z.enum(['en', 'ar'])
export type Language = z.infer<typeof languageSchema>

const STORED_AS = 'curtain.language'

export function storedLanguage(): Language | undefined {
  return languageSchema.safeParse(localStorage.getItem(STORED_AS)).data
}

export function storeLanguage(language: Language): void {
  localStorage.setItem(STORED_AS, language)
}

/** The first of the system's languages that Curtain speaks, else English. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const one of wanted) {
    const spoken = languageSchema.safeParse(one.split('-')[0]?.toLowerCase())
    if (spoken.success) return spoken.data
  }
  return 'en'
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/** Turns the whole page to the language: screen readers, fonts and layout follow these two attributes. */
export function showLanguage(language: Language): void {
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
}
