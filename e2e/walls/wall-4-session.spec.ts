import { createSocket, type Socket } from 'node:dgram'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { vectorClasses } from '../../renderer/features/leak-test/vectors/all-vectors.ts'
import { addressOf, type Vector } from '../../renderer/features/leak-test/vectors/vector.ts'
import { readNetworkUse } from '../fixtures/net-log.ts'
import { test as base, expect } from '../fixtures/test.ts'
import { type CountingServers, startCountingServers } from './counting-servers.ts'
import { atMost } from './harness/at-most.ts'

// Wall 4 alone: tabs in the program's own session, without any policy, sandbox or sanitiser, in which every
// mail is a whole page that runs its scripts. Chromium's own log tells what it asked of the network.

const test = base.extend<{
  counting: CountingServers
  stun: { socket: Socket; port: number; asked: number }
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  counting: async ({}, use) => {
    const counting = await startCountingServers()
    await use(counting)
    await counting.close()
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  stun: async ({}, use) => {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    const stun = { socket, port: socket.address().port, asked: 0 }
    socket.on('message', () => {
      stun.asked += 1
    })
    await use(stun)
    socket.close()
  },
})

for (const [title, vectors] of Object.entries(vectorClasses)) {
  // That Chromium asked for no name and tried no connection is asserted by the fixture `launch` at the end.
  test(`wall 4, the session, alone lets nothing out: ${title}`, async ({ app, counting }) => {
    test.setTimeout(180_000)
    await fireInTabs(app.page.context(), vectors, counting)
    expect(counting.hits).toEqual([])
  })
}

test('wall 4 alone holds a page that was taken over', async ({ app, counting, stun }) => {
  const page = await app.page.context().newPage()
  const reached = await tryEverything(page, counting.port, stun.port)
  expect(reached).toEqual([])
  expect(counting.hits).toEqual([])
  expect(stun.asked).toBe(0)
})

test('without wall 4 the same attacks are seen', async ({ counting, stun, dataDirectory }) => {
  test.setTimeout(180_000)
  const log = join(dataDirectory, 'net-log.json')
  const context = await chromium.launchPersistentContext(join(dataDirectory, 'bare'), {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [`--log-net-log=${log}`],
  })
  const vectors = Object.values(vectorClasses).flat()
  // A tenth of them will do: e2e/walls/no-wall.spec.ts proves each one.
  const lively = vectors
    .filter(({ inert, navigates }) => inert === undefined && !navigates)
    .filter((_, index) => index % 10 === 0)
  await fireInTabs(context, lively, counting)
  const reached = await tryEverything(await context.newPage(), counting.port, stun.port)
  await context.close()
  expect(reached).toContain('fetch')
  expect(counting.hits.length).toBeGreaterThan(0)
  expect(stun.asked).toBeGreaterThan(0)
  const use = readNetworkUse(log).join('\n').toLowerCase()
  const seen = lively.filter((vector) => use.includes(addressOf(vector, 'session', counting).host))
  // Some of them name no host but an address or the page's own: those the counting server has seen.
  expect(seen.length).toBeGreaterThan(lively.length * 0.8)
})

async function fireInTabs(
  context: BrowserContext,
  vectors: Vector[],
  counting: CountingServers,
): Promise<void> {
  const waiting = [...vectors]
  async function fireNext(): Promise<void> {
    for (let vector = waiting.pop(); vector !== undefined; vector = waiting.pop()) {
      const page = await context.newPage()
      // A mail that takes its page elsewhere at once may never be loaded; what it did is in the log.
      await page
        .setContent(vector.html(addressOf(vector, 'session', counting)), {
          waitUntil: 'commit',
          timeout: 5_000,
        })
        .catch(() => {})
      await atMost(5_000, actAndSettle(page, vector.act))
      await atMost(5_000, page.close())
    }
  }
  await Promise.all([fireNext(), fireNext(), fireNext()])
}

async function actAndSettle(page: Page, act: Vector['act']): Promise<void> {
  if (act === 'print') await page.pdf({ printBackground: true }).catch(() => {})
  else if (act !== undefined) await pressOn(page, act).catch(() => {})
  await settle(page)
}

async function pressOn(page: Page, act: 'hover' | 'press'): Promise<void> {
  for (const [x, y] of [
    [30, 18],
    [24, 28],
  ] as const) {
    await page.mouse.move(x, y)
    if (act === 'press') await page.mouse.click(x, y)
  }
}

/** Two frames are painted and one more request has failed or come: whatever began before has begun by now. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await fetch('http://settled.invalid/').catch(() => {})
  })
}

/** What a script would try that runs in the page. Names of those that got an answer. */
function tryEverything(page: Page, port: number, stunPort: number): Promise<string[]> {
  return page.evaluate(
    async ({ http, stun }) => {
      const attempts: Record<string, () => Promise<unknown>> = {
        fetch: () => fetch(`http://${http}/fetch`, { mode: 'no-cors' }),
        'fetch by name': () => fetch('http://fetch.leak.test/', { mode: 'no-cors' }),
        xhr: () => {
          const request = new XMLHttpRequest()
          request.open('GET', `http://${http}/xhr`)
          request.send()
          return new Promise((resolve, reject) =>
            Object.assign(request, { onload: resolve, onerror: reject }),
          )
        },
        socket: () => {
          const socket = new WebSocket(`ws://${http}/socket`)
          return new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }))
        },
        'socket by name': () => {
          const socket = new WebSocket('ws://socket.leak.test/')
          return new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }))
        },
        events: () => {
          const source = new EventSource(`http://${http}/events`)
          return new Promise((resolve, reject) => Object.assign(source, { onopen: resolve, onerror: reject }))
        },
        beacon: async () => {
          navigator.sendBeacon(`http://${http}/beacon`, 'x')
          throw new Error('never tells')
        },
        worker: () => {
          const source = `importScripts('http://${http}/worker.js'); postMessage(1)`
          const worker = new Worker(URL.createObjectURL(new Blob([source])))
          return new Promise((resolve, reject) =>
            Object.assign(worker, { onmessage: resolve, onerror: reject }),
          )
        },
        speculation: async () => {
          const rules = document.createElement('script')
          rules.type = 'speculationrules'
          const urls = [`http://${http}/speculation`]
          rules.textContent = JSON.stringify({ prefetch: [{ urls, eagerness: 'immediate' }] })
          document.head.append(rules)
          throw new Error('never tells')
        },
        preconnect: async () => {
          const link = document.createElement('link')
          Object.assign(link, { rel: 'preconnect', href: `http://${http}/` })
          document.head.append(link)
          throw new Error('never tells')
        },
        webrtc: async () => {
          const urls = [`stun:${stun}`, 'stun:stun.leak.test:3478', `turn:${http}?transport=tcp`]
          const peer = new RTCPeerConnection({ iceServers: [{ urls, username: 'a', credential: 'b' }] })
          peer.createDataChannel('x')
          await peer.setLocalDescription(await peer.createOffer())
          await new Promise<void>((resolve) => {
            peer.onicegatheringstatechange = () => {
              if (peer.iceGatheringState === 'complete') resolve()
            }
            if (peer.iceGatheringState === 'complete') resolve()
          })
          if (!peer.localDescription?.sdp.includes('a=candidate')) throw new Error('nothing gathered')
        },
        popup: async () => {
          window.open(`http://${http}/popup`)
          throw new Error('never tells')
        },
        navigation: async () => {
          const frame = document.createElement('iframe')
          frame.src = `http://${http}/frame`
          document.body.append(frame)
          throw new Error('never tells')
        },
      }
      const tried = Object.entries(attempts).map(([name, attempt]) =>
        attempt().then(
          () => [name],
          () => [],
        ),
      )
      return (await Promise.all(tried)).flat()
    },
    { http: `127.0.0.1:${port}`, stun: `127.0.0.1:${stunPort}` },
  )
}
