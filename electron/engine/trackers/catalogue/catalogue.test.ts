import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { companyCategorySchema } from '../../../../shared/models/company.ts'
import hosts from './content-hosts.json' with { type: 'json' }
import parameters from './link-parameters.json' with { type: 'json' }
import type { CatalogueEntry } from './match-catalogue.ts'
import openServices from './open-services.json' with { type: 'json' }
import platforms from './platforms.json' with { type: 'json' }
import redirectors from './redirectors.json' with { type: 'json' }

const id = z.string().regex(/^[a-z0-9-]+$/)
const evidence = z.array(z.string().min(2)).min(1)
const host = z.string().regex(/^(?:[a-z0-9-]+\.)*[a-z0-9-]+\.(?:[a-z]{2,}|\*)$/)
const expression = z.string().refine((source) => new RegExp(source, 'i') !== null)
const pattern = z
  .strictObject({
    host: host.optional(),
    hostPattern: expression.optional(),
    path: expression.optional(),
    query: expression.optional(),
    confidence: z.enum(['high', 'medium', 'low']),
  })
  .refine((one) => one.host === undefined || one.hostPattern === undefined, 'one way to name a host')
  .refine((one) => Object.keys(one).length > 1, 'a pattern that matches everything')
  .refine(
    (one) => one.confidence !== 'high' || one.host !== undefined || one.hostPattern !== undefined,
    'only a host is sure',
  )

const openServiceSchema = z.strictObject({
  id,
  name: z.string().min(1),
  company: z.string().nullable(),
  category: companyCategorySchema,
  homepage: z.url({ protocol: /^https?$/ }).nullable(),
  patterns: z.array(pattern).min(1),
  evidence,
})
const recipe =
  /^(?:opaque|proofpoint-v3|query(?:-schemeless|-base64|-base64-last-field|-proofpoint|-zeta)?:\w+|query-base64json:\w+:[\w.]+|query-tail:https\?:\/\/|path(?:-schemeless|-rest|-rest-schemeless|-base64|-base32|-sparkpost)?:-?\d|path-(?:base64json|jwt|base32json|zlib-qs):\d:\w+|between:[^:]+:[^:]+)$/
const redirectorSchema = z.strictObject({
  id,
  name: z.string().min(1),
  kind: z.enum(['esp', 'brand', 'shortener', 'affiliate', 'link-protection']),
  patterns: z.array(pattern).min(1),
  destination: z.array(z.string().regex(recipe)).min(1),
  evidence,
})
const parametersSchema = z.strictObject({
  everywhere: z.array(
    z.strictObject({
      name: z.string().min(1),
      group: z.string(),
      strip: z.boolean(),
      personal: z.boolean(),
      evidence,
    }),
  ),
  byHost: z.array(z.strictObject({ host, names: z.array(z.string().min(1)).min(1), evidence })),
})
const platformSchema = z.strictObject({
  id,
  name: z.string().min(1),
  rules: z
    .array(
      z.strictObject({
        header: z.string().regex(/^[a-z0-9-]+$/),
        pattern: expression.nullable(),
        strength: z.enum(['strong', 'medium', 'weak']),
        evidence,
      }),
    )
    .min(1),
})

test('the data is of the shape that the code relies on', () => {
  z.array(openServiceSchema).parse(openServices)
  z.array(redirectorSchema).parse(redirectors)
  parametersSchema.parse(parameters)
  z.array(platformSchema).parse(platforms)
  z.array(z.strictObject({ host, evidence })).parse(hosts)
})

test('nothing is named twice', () => {
  for (const list of [openServices, redirectors, platforms]) {
    const ids = list.map((entry) => entry.id)
    expect(ids.filter((one, at) => ids.indexOf(one) !== at)).toEqual([])
  }
})

test('the catalogue is as large as the facts it came from', () => {
  expect(openServices.length).toBeGreaterThanOrEqual(375)
  expect(redirectors.length).toBeGreaterThanOrEqual(145)
})

test('every source of evidence is in the NOTICE', () => {
  const notice = readFileSync(new URL('./NOTICE', import.meta.url), 'utf8')
  const tags = new Set(
    [
      ...openServices,
      ...redirectors,
      ...parameters.everywhere,
      ...parameters.byHost,
      ...platforms.flatMap((one) => one.rules),
      ...hosts,
    ].flatMap((entry) => entry.evidence.map((tag) => tag.split(':')[0] ?? tag)),
  )
  expect([...tags].filter((tag) => !new RegExp(`(?:^|[\\s,])${tag}(?:[\\s,]|$)`, 'm').test(notice))).toEqual(
    [],
  )
  expect(notice).toContain('Leave Me Alone')
  expect(notice).toContain('CC BY 3.0')
})

/** Texts that make a pattern with two ways to match try them all. */
const HOSTILE = [
  (n: number) => `/${'a'.repeat(n)}!`,
  (n: number) => '/a'.repeat(n / 2),
  (n: number) => `/${'a-'.repeat(n / 2)}!`,
  (n: number) => `/${'0'.repeat(n)}!`,
  (n: number) => `a@${'a='.repeat(n / 2)}`,
  (n: number) => '&a=b'.repeat(n / 4),
  (n: number) => `${'a.'.repeat(n / 2)}!`,
  (n: number) => ' '.repeat(n),
  (n: number) => '/track/open/t/o/l/c/'.repeat(n / 20),
  (n: number) => `d=${'a-.'.repeat(n / 3)}`,
  (n: number) => `<bounces+${'1'.repeat(n / 2)}-abcd-${'='.repeat(n / 2)}`,
  (n: number) => `https://${'a.'.repeat(n / 2)}`,
]

function sources(): string[] {
  const entries: readonly CatalogueEntry[] = [...openServices, ...redirectors]
  const patterns = entries.flatMap((entry) => entry.patterns)
  const urls = patterns.flatMap(({ hostPattern, path, query }) => [hostPattern, path, query])
  const headers = platforms.flatMap((platform) => platform.rules.map((rule) => rule.pattern))
  return [...new Set([...urls, ...headers].filter((source) => source !== undefined && source !== null))]
}

/** Microseconds of the quickest of three tries. */
function cost(pattern: RegExp, text: string): number {
  return Math.min(
    ...[0, 1, 2].map(() => {
      const start = process.hrtime.bigint()
      pattern.test(text)
      return Number(process.hrtime.bigint() - start) / 1_000
    }),
  )
}

/** Eight times the text: linear work is 8 times as much, quadratic 64 times. Below 100 µs nothing matters. */
function isWorseThanLinear(pattern: RegExp, make: (n: number) => string): boolean {
  return cost(pattern, make(32_000)) / Math.max(cost(pattern, make(4_000)), 100) > 20
}

test('no expression does more than linear work on hostile text', () => {
  const slow: string[] = []
  for (const source of sources()) {
    const compiled = new RegExp(source, 'i')
    for (const make of HOSTILE) {
      // Another program may take the processor from one measurement, not from five in a row.
      if ([0, 1, 2, 3, 4].every(() => isWorseThanLinear(compiled, make)))
        slow.push(`${source} on ${make(12)}`)
    }
  }
  expect(slow).toEqual([])
})
