import { expect, test } from 'vitest'
import { mailErrorCodes } from '../../shared/errors.ts'
import { companyCategorySchema } from '../../shared/models/company.ts'
import { folderRoleSchema } from '../../shared/models/folder.ts'
import {
  pictureFailureSchema,
  reasonSchema,
  referenceKindSchema,
  referenceStateSchema,
} from '../../shared/models/remote-content.ts'
import { syncStateSchema } from '../../shared/models/sync-state.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { createI18n } from './i18n.ts'

const PLURAL = /_(zero|one|two|few|many|other)$/

type Words = { [key: string]: string | Words }

function flatten(words: Words, path = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    const full = path === '' ? key : `${path}.${key}`
    if (typeof value === 'string') flat.set(full, value)
    else for (const [inner, word] of flatten(value, full)) flat.set(inner, word)
  }
  return flat
}

const languages = { en: flatten(en), ar: flatten(ar) }
const baseKeys = (flat: Map<string, string>) => [
  ...new Set([...flat.keys()].map((key) => key.replace(PLURAL, ''))),
]
const variables = (word: string) => [...new Set(word.match(/\{\{\w+/g) ?? [])].sort()

test('English and Arabic say the same things', () => {
  expect(baseKeys(languages.ar).sort()).toEqual(baseKeys(languages.en).sort())
})

test.each(['en', 'ar'] as const)('%s has every plural form its grammar asks for', (language) => {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const flat = languages[language]
  const counted = [...flat.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, ''))
  expect(counted.length).toBeGreaterThan(0)
  for (const key of new Set(counted)) {
    for (const form of forms) expect(flat.has(`${key}_${form}`), `${key}_${form}`).toBe(true)
  }
})

test('no word is empty, and none forgets a name or number it was given', () => {
  for (const flat of Object.values(languages)) {
    for (const [key, word] of flat) expect(word.trim(), key).not.toBe('')
  }
  for (const [key, word] of languages.ar) {
    const english = languages.en.get(key) ?? languages.en.get(key.replace(PLURAL, '_other')) ?? ''
    const allowed = variables(english)
    for (const variable of variables(word)) expect(allowed, key).toContain(variable)
    // Arabic says none, one and two in words.
    if (!/_(zero|one|two)$/.test(key)) expect(variables(word), key).toEqual(allowed)
  }
})

test('every failure, reason, kind, company, state, role and phase has words in both languages', () => {
  for (const flat of Object.values(languages)) {
    const expected = [
      ...mailErrorCodes.flatMap((code) => [`errors.${code}.title`, `errors.${code}.advice`]),
      ...pictureFailureSchema.options.map((failure) => `failures.${failure}`),
      ...reasonSchema.options.map((reason) => `reasons.${reason}`),
      ...referenceKindSchema.options.map((kind) => `kinds.${kind}`),
      ...companyCategorySchema.options.map((category) => `report.who.${category}`),
      ...referenceStateSchema.options.map((state) => `details.states.${state}`),
      ...folderRoleSchema.options.map((role) => `folders.roles.${role}`),
      ...syncStateSchema.shape.phase.options
        .filter((phase) => phase !== 'failed')
        .map((phase) => `sync.${phase}`),
    ]
    expect(expected.filter((key) => !flat.has(key))).toEqual([])
  }
})

test('Arabic counts with its six forms and the digits of the region', () => {
  const { t } = createI18n('ar', () => 'ar-EG')
  const said = [0, 1, 2, 3, 11, 100].map((count) => t('messages.count', { count }))
  expect(said).toEqual(['لا رسائل', 'رسالة واحدة', 'رسالتان', '٣ رسائل', '١١ رسالة', '١٠٠ رسالة'])
})
