import { expect, test } from 'vitest'
import type { Company } from '../../../shared/models/company.ts'
import type { Reference } from '../../../shared/models/remote-content.ts'
import { sampleReference } from '../../testing/samples.ts'
import { reportGroups } from './report-groups.ts'

const tracker = (given: Parameters<typeof sampleReference>[0]): Reference =>
  sampleReference({ verdict: 'tracker', reasons: ['one-pixel'], ...given })

function names(references: readonly Reference[], companies: readonly Company[] = []) {
  const groups = reportGroups(references, companies)
  return Object.fromEntries(
    Object.entries(groups).map(([section, found]) => [section, found.map(({ name }) => name)]),
  )
}

test('whoever learns most comes first', () => {
  const references = [
    tracker({ id: 1, service: 'Lookups', reasons: ['name-lookup'] }),
    tracker({ id: 2, service: 'Once' }),
    tracker({ id: 3, service: 'Twice' }),
    tracker({ id: 4, service: 'Twice' }),
    tracker({ id: 5, service: 'Address', reasons: ['carries-your-address'] }),
  ]
  expect(names(references)['companies']).toEqual(['Address', 'Twice', 'Once', 'Lookups'])
})

test('a service that only may have reported is a possible tracker, one that did in one place is not', () => {
  const maybe = sampleReference({ id: 1, verdict: 'suspect', service: 'Mailchimp' })
  expect(names([maybe])).toMatchObject({ companies: [], suspects: ['Mailchimp'] })
  expect(names([maybe, tracker({ id: 2, service: 'Mailchimp' })])).toMatchObject({
    companies: ['Mailchimp'],
    suspects: [],
  })
})

test('its ordinary pictures are not counted against a company', () => {
  const references = [
    tracker({ id: 1, service: 'Mailchimp', host: 'mailchimp.test' }),
    sampleReference({ id: 2, service: 'Mailchimp', host: 'mailchimp.test' }),
  ]
  expect(names(references)).toMatchObject({ companies: ['Mailchimp'], plain: ['mailchimp.test'] })
})

test('an address that is asked for in two ways is one thing', () => {
  const twice = [1, 2].map((id) => tracker({ id, url: 'https://t.test/o.gif', host: 't.test' }))
  expect(reportGroups(twice, []).hosts[0]?.references).toHaveLength(1)
})

test('a group knows its company, whatever the order of both', () => {
  const company: Company = {
    service: 'Mailchimp',
    company: 'Intuit',
    category: 'newsletter-platform',
    homepage: null,
  }
  const references = [tracker({ id: 1, host: 'h.test' }), tracker({ id: 2, service: 'Mailchimp' })]
  const { companies, hosts } = reportGroups(references, [company])
  expect(companies[0]?.company).toBe(company)
  expect(hosts[0]?.company).toBeNull()
})
