import { expect, test } from 'vitest'
import openServices from './open-services.json' with { type: 'json' }
import platforms from './platforms.json' with { type: 'json' }
import redirectors from './redirectors.json' with { type: 'json' }
import { serviceFacts } from './service-facts.ts'

test('every service, redirector and platform that a mail can name is known', () => {
  const names = [...openServices, ...redirectors, ...platforms].map(({ name }) => name)
  expect(serviceFacts(names).map(({ service }) => service)).toEqual([...new Set(names)])
})

test('a name is told once, with its company, and one that nobody knows not at all', () => {
  expect(serviceFacts(['Mailchimp', null, 'nobody.example', 'Mailchimp'])).toEqual([
    {
      service: 'Mailchimp',
      company: 'Intuit',
      category: 'newsletter-platform',
      homepage: 'https://mailchimp.com',
    },
  ])
})

test('a redirector under another name is still the same company', () => {
  const [pixel, link] = serviceFacts(['Mandrill (Mailchimp Transactional)', 'Mandrill'])
  expect(link).toEqual({ ...pixel, service: 'Mandrill' })
})

test('one that only leads links through itself is no newsletter service', () => {
  const categories = serviceFacts(['Microsoft Safe Links', 'Awin', 't.co', 'Tumblr']).map(
    ({ category }) => category,
  )
  expect(categories).toEqual(['link-protection', 'affiliate', 'shortener', 'click-counter'])
})
