import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { formatNumber } from '../format/number.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import type { Language } from './language.ts'

/** All words of both languages; `{{count, number}}` writes the digits of the user's region. */
export function createI18n(language: Language, localeOf: (language: string) => string): i18n {
  const words = createInstance()
  void words.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ar: { translation: ar } },
    initAsync: false,
    interpolation: {
      // React escapes what it shows.
      escapeValue: false,
    },
  })
  words.services.formatter?.add('number', (value: number, given) =>
    formatNumber(value, localeOf(given ?? language)),
  )
  return words
}
