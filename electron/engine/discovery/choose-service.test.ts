import { expect, test } from 'vitest'
import { chooseService } from './choose-service.ts'

const at = (name: string, priority = 0, weight = 0, port = 993) => ({ name, priority, weight, port })

test('the lowest priority counts, then the greatest weight', () => {
  const offered = [at('c.example.org', 10), at('a.example.org', 1, 1), at('b.example.org', 1, 5)]
  expect(chooseService(offered, [])).toEqual({
    host: 'b.example.org',
    port: 993,
    security: 'tls',
    user: '%EMAILADDRESS%',
  })
})

test('STARTTLS is only for whoever offers nothing better', () => {
  expect(chooseService([at('a.example.org')], [at('b.example.org', 0, 0, 143)])?.host).toBe('a.example.org')
  expect(chooseService([], [at('b.example.org', 0, 0, 143)])).toMatchObject({
    port: 143,
    security: 'starttls',
  })
})

test('"there is no such service here" is heard, and nonsense is not', () => {
  expect(chooseService([], [])).toBeNull()
  for (const name of ['', '.', 'localhost', '127.0.0.1', 'a b.example.org']) {
    expect(chooseService([at(name)], []), name).toBeNull()
  }
  expect(chooseService([at('a.example.org', 0, 0, 0)], [])).toBeNull()
})
