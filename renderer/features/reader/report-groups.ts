import type { Company } from '../../../shared/models/company.ts'
import { type Reference, verdictSchema } from '../../../shared/models/remote-content.ts'
import { serviceOrHost } from './remote-facts.ts'
import { compareTellings, whatTheyTell } from './what-it-tells.ts'

/** What of a mail comes from one service, or from one host of nobody known. */
export interface ReportGroup {
  name: string
  company: Company | null
  verdict: Reference['verdict']
  /** One per address, the worst first. Never empty. */
  references: readonly Reference[]
}

/** Names of the words in `report.groups`, in the order in which they are shown. */
export const reportSections = ['companies', 'hosts', 'suspects', 'plain'] as const
export type ReportSection = (typeof reportSections)[number]

const worseFirst = (a: Reference, b: Reference): number =>
  verdictSchema.options.indexOf(a.verdict) - verdictSchema.options.indexOf(b.verdict)

/** Who would learn what from a mail: known companies, hosts that no list knows, suspects, and what is harmless. */
export function reportGroups(
  references: readonly Reference[],
  companies: readonly Company[],
): Record<ReportSection, ReportGroup[]> {
  const sections: Record<ReportSection, ReportGroup[]> = { companies: [], hosts: [], suspects: [], plain: [] }
  const byName = new Map<string, Map<string, Reference>>()
  for (const reference of [...references].sort(worseFirst)) {
    const name = serviceOrHost(reference)
    // What is harmless is no part of the case against a company.
    const key = reference.verdict === 'plain' ? ` ${reference.host}` : name
    const known = byName.get(key) ?? new Map<string, Reference>()
    byName.set(key, known)
    if (!known.has(reference.url)) known.set(reference.url, reference)
  }
  for (const group of byName.values()) {
    const members = [...group.values()]
    const [first] = members
    if (first === undefined) continue
    const isPlain = first.verdict === 'plain'
    const name = isPlain ? first.host : serviceOrHost(first)
    const company = isPlain ? null : (companies.find(({ service }) => service === name) ?? null)
    sections[sectionOf(first)].push({ name, company, verdict: first.verdict, references: members })
  }
  for (const groups of Object.values(sections)) groups.sort(moreTellingFirst)
  return sections
}

function sectionOf({ verdict, service }: Reference): ReportSection {
  if (verdict === 'plain') return 'plain'
  if (verdict === 'suspect') return 'suspects'
  return service === null ? 'hosts' : 'companies'
}

function moreTellingFirst(a: ReportGroup, b: ReportGroup): number {
  const told = compareTellings(whatTheyTell(a.references), whatTheyTell(b.references))
  return told || b.references.length - a.references.length
}
