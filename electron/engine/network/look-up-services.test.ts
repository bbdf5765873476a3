import { expect, test } from 'vitest'
import { startNameServer } from '../testing/name-server.ts'
import { createServiceLookUp } from './look-up-services.ts'

test('a name server is asked for services', async () => {
  const server = await startNameServer({
    '_imaps._tcp.example.org': [{ priority: 1, weight: 2, port: 993, target: 'mail.example.org' }],
    '_imap._tcp.example.org': [{ priority: 0, weight: 0, port: 0, target: '.' }],
  })
  const lookUp = createServiceLookUp([server.address])
  const { signal } = new AbortController()
  expect(await lookUp('_imaps._tcp.example.org', signal)).toMatchObject([
    { name: 'mail.example.org', port: 993, priority: 1, weight: 2 },
  ])
  expect(await lookUp('_imap._tcp.example.org', signal)).toMatchObject([{ name: '', port: 0 }])
  expect(await lookUp('_submissions._tcp.example.org', signal)).toEqual([])
  expect(server.asked).toHaveLength(3)
})

test('whoever gave up asks nothing more', async () => {
  const server = await startNameServer({})
  expect(await createServiceLookUp([server.address])('_imaps._tcp.example.org', AbortSignal.abort())).toEqual(
    [],
  )
  expect(server.asked).toEqual([])
})
