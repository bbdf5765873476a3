import {
  type Company,
  type CompanyCategory,
  companyCategorySchema,
} from '../../../../shared/models/company.ts'
import openServices from './open-services.json' with { type: 'json' }
import platforms from './platforms.json' with { type: 'json' }
import redirectors from './redirectors.json' with { type: 'json' }

/** What a redirector is for when it counts no openings; the others are in `openServices` under the same id. */
const CATEGORY_OF_KIND: Record<string, CompanyCategory> = {
  shortener: 'shortener',
  affiliate: 'affiliate',
  'link-protection': 'link-protection',
}

const FACTS = new Map<string, Company>()
const BY_ID = new Map<string, Company>()
for (const { id, name, company, category, homepage } of openServices) {
  const facts = { service: name, company, category: companyCategorySchema.parse(category), homepage }
  FACTS.set(name, facts)
  BY_ID.set(id, facts)
}
for (const { id, name, kind } of redirectors) add(id, name, CATEGORY_OF_KIND[kind] ?? 'click-counter')
for (const { id, name } of platforms) add(id, name, 'mail-sender')

function add(id: string, service: string, category: CompanyCategory): void {
  if (FACTS.has(service)) return
  FACTS.set(service, { company: null, category, homepage: null, ...BY_ID.get(id), service })
}

/** Who they are, one entry per name that the catalogue knows, in the order of first use. */
export function serviceFacts(names: Iterable<string | null>): Company[] {
  return [...new Set(names)].flatMap((name) => (name === null ? [] : (FACTS.get(name) ?? [])))
}
