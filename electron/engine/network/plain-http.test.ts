/** Addresses without encryption: https first, and in clear only by the user's leave. */
import { expect, onTestFinished, test } from 'vitest'
import { senders } from '../testing/picture-door.ts'
import { createGuardedFetch } from './guarded-fetch.ts'

const LIMITS = { maxBytes: 100_000, deadlineMs: 10_000 }

/** @param tlsPort answers for 443; 1 is closed. */
function openDoor(port: number, { allowHttp, tlsPort = port }: { allowHttp: boolean; tlsPort?: number }) {
  const resolve = (_host: string, asked: number) => ({
    address: '127.0.0.1',
    port: asked === 443 ? tlsPort : port,
  })
  const door = createGuardedFetch({ resolve }, () => ({ allowHttp, proxy: null }))
  onTestFinished(() => door.close())
  return (url: string) =>
    door(url, LIMITS).then(
      () => 'came',
      ({ failure }) => failure,
    )
}

test('an address of plain http is asked over https, once', async () => {
  const { asked, port } = await senders()
  expect(await openDoor(port, { allowHttp: false })('http://pictures.example/a.png')).toBe('came')
  expect(asked).toEqual(['pictures.example/a.png'])
})

test.each([
  [false, 'http://pictures.example/a.png', 'insecure'],
  [false, 'http://pictures.example:8080/a.png', 'insecure'],
  [true, 'http://pictures.example/a.png', 'came'],
  [true, 'http://pictures.example:8080/a.png', 'came'],
  // What asks for encryption never comes without.
  [true, 'https://pictures.example/a.png', 'unreachable'],
])('where nothing speaks TLS, and plain http is allowed: %s, %s is %s', async (allowHttp, url, outcome) => {
  const { asked, port } = await senders()
  expect(await openDoor(port, { allowHttp, tlsPort: 1 })(url)).toBe(outcome)
  expect(asked).toHaveLength(outcome === 'came' ? 1 : 0)
})

test.each([
  [false, 'insecure', 1],
  [true, 'came', 2],
])(
  'a server that sends us from https back to http, where that is allowed: %s',
  async (allowHttp, outcome, requests) => {
    const { asked, port } = await senders((_request, response) => {
      if (asked.length === 1) response.writeHead(301, { location: 'http://pictures.example/a.png' }).end()
      else response.end('picture')
    })
    expect(await openDoor(port, { allowHttp })('https://pictures.example/a.png')).toBe(outcome)
    expect(asked).toHaveLength(requests)
  },
)
