import type { RequestListener, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import type { ForgetScope } from '../../../shared/models/forget-scope.ts'
import { messageIdSchema } from '../../../shared/models/message.ts'
import type { PictureFailure } from '../../../shared/models/remote-content.ts'
import type { DoorSettings, NetworkOptions } from '../network/guarded-fetch.ts'
import type { Store } from '../store/open-store.ts'
import { listReferences } from '../store/references.ts'
import { sql } from '../store/sql.ts'
import { encodePng } from '../testing/encode-png.ts'
import {
  failuresOf,
  PICTURE,
  referenceAt,
  senders,
  startDoor,
  statesOf,
  storeMessage,
} from '../testing/picture-door.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'

test('"load images" asks for each picture once and for no tracker, also after a restart', async () => {
  const { asked, port } = await senders()
  const dataDir = tempDataDir()
  const store = openTempStore(dataDir)
  const messageId = storeMessage(store, [
    'img plain https://shop.example/logo.png',
    'css-image plain https://shop.example/logo.png',
    'img plain http://cdn.example/shoes.png?w=600',
    'background plain https://cdn.example/paper.png',
    'img tracker https://tracker.example/open.gif?u=noor',
    'img suspect https://shop.example/1x1.gif?id=81723',
    'css-font plain https://fonts.example/a.woff2',
    'script plain https://shop.example/a.js',
  ])
  const door = startDoor(store, port)
  const result = await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(result).toEqual({ loaded: expect.arrayContaining([1, 2, 3, 4]), failed: [], held: [5, 6, 7, 8] })
  const pictures = ['cdn.example/paper.png', 'cdn.example/shoes.png?w=600', 'shop.example/logo.png']
  expect(asked.toSorted()).toEqual(pictures)
  // When it begins, and whenever a picture is here.
  expect(door.announced).toHaveLength(4)
  expect(statesOf(store, messageId)).toEqual([...Array(4).fill('loaded'), ...Array(4).fill('blocked')])

  for (const { id, state } of listReferences(store.read, messageId)) {
    if (state !== 'loaded') continue
    const picture = await door['remoteContent.picture']({ referenceId: id })
    expect(picture.mediaType).toBe('image/png')
    expect(Buffer.from(picture.bytes).equals(PICTURE)).toBe(true)
  }
  await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  store.close()
  const reopened = openTempStore(dataDir)
  const after = startDoor(reopened, port)
  const again = await after['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(again.loaded.toSorted()).toEqual([1, 2, 3, 4])
  expect(asked.toSorted()).toEqual(pictures)
})

test('two who ask at the same time share one request', async () => {
  const { asked, port } = await senders()
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const door = startDoor(store, port)
  const scope = { kind: 'pictures' } as const
  const results = await Promise.all([
    door['remoteContent.load']({ messageId, scope }),
    door['remoteContent.load']({ messageId, scope }),
  ])
  expect(results.map(({ loaded }) => loaded)).toEqual([[1], [1]])
  expect(asked).toHaveLength(1)
})

test('every request that was sent for a message is counted: redirects, failures, and none of another run', async () => {
  const { asked, port } = await senders((request, response) => {
    if (request.url === '/gone.png') response.writeHead(404).end()
    else if (request.url === '/moved.png') response.writeHead(302, { location: '/here.png' }).end()
    else response.end(PICTURE)
  })
  const dataDir = tempDataDir()
  const store = openTempStore(dataDir)
  const messageId = storeMessage(store, [
    'img plain https://shop.example/moved.png',
    'img plain https://shop.example/gone.png',
    'img plain https://192.168.1.1/refused.png',
  ])
  const door = startDoor(store, port)
  expect(door.loadImages.fetchedFor(messageId)).toEqual({ requests: 0, pictures: 0 })
  await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(door.loadImages.fetchedFor(messageId)).toEqual({ requests: 3, pictures: 1 })
  expect(asked).toHaveLength(3)
  store.close()
  const after = startDoor(openTempStore(dataDir), port)
  await after['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  // By hand what failed is asked for again; what is kept is not.
  expect(after.loadImages.fetchedFor(messageId)).toEqual({ requests: 1, pictures: 0 })
})

test('a picture that turns into a tracker by a redirect stays out', async () => {
  const { asked, port } = await senders((_request, response) => {
    response.writeHead(302, { location: 'https://tracker.example/open.gif' }).end()
  })
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const door = startDoor(store, port)
  const result = await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(result.failed).toEqual([1])
  expect(asked).toEqual(['shop.example/logo.png'])
})

test.each<[string, PictureFailure, RequestListener]>([
  [
    'an SVG that says it is a PNG',
    'svg',
    (_request, response) =>
      response.setHeader('content-type', 'image/png').end('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  ],
  [
    'a page',
    'not-a-picture',
    (_request, response) => response.setHeader('content-type', 'image/png').end('<!doctype html>'),
  ],
  [
    'a picture of 65,000 × 65,000',
    'too-large',
    (_request, response) =>
      response.end(encodePng(1, 1, new Uint8Array(3), { width: 65_000, height: 65_000 })),
  ],
  [
    'a bomb of 1 GB in gzip',
    'too-large',
    (_request, response) => {
      response.setHeader('content-encoding', 'gzip')
      const member = gzipSync(Buffer.alloc(10_000_000))
      for (let n = 0; n < 100; n += 1) response.write(member)
      response.end()
    },
  ],
  [
    'a GIF of 100 MB',
    'too-large',
    (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1_000_000)));
        response.once('drain', more)
      }
      response.setHeader('content-length', 100_000_000).write('GIF89a')
      more()
    },
  ],
  ['nothing', 'not-a-picture', (_request, response) => response.end()],
  ['404', 'not-found', (_request, response) => response.writeHead(404).end()],
  ['500', 'server-failed', (_request, response) => response.writeHead(500).end()],
  [
    'a way into the LAN',
    'refused-address',
    (_request, response) => response.writeHead(302, { location: 'http://192.168.0.1/' }).end(),
  ],
  [
    'a way to a file',
    'refused-address',
    (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  ],
  [
    'a way to a tracker',
    'tracker-redirect',
    (_request, response) => response.writeHead(302, { location: 'https://tracker.example/o.gif' }).end(),
  ],
  [
    'a way in a circle',
    'too-many-redirects',
    (_request, response) => response.writeHead(302, { location: 'https://evil.example/a.png' }).end(),
  ],
])(
  'a server that answers with %s: the picture fails as %s, the others come, no rule tries again',
  async (_name, failure, answer) => {
    const { asked, port } = await senders((request, response) => {
      if (request.headers.host === 'evil.example') answer(request, response)
      else response.end(PICTURE)
    })
    const dataDir = tempDataDir()
    const store = openTempStore(dataDir)
    const messageId = storeMessage(store, [
      'img plain https://evil.example/a.png',
      'img plain https://shop.example/logo.png',
    ])
    const door = startDoor(store, port)
    const scope = { kind: 'pictures' } as const
    const result = await door['remoteContent.load']({ messageId, scope })
    expect(result).toEqual({ loaded: [2], failed: [1], held: [] })
    expect(asked).toHaveLength(2)
    store.close()
    const reopened = openTempStore(dataDir)
    expect(statesOf(reopened, messageId)).toEqual(['failed', 'loaded'])
    expect(failuresOf(reopened, messageId)).toEqual([failure, null])
    const unasked = await startDoor(reopened, port).loadUnasked(messageId, scope)
    expect(unasked).toEqual({ loaded: [2], failed: [1], held: [] })
    expect(asked).toHaveLength(2)
  },
)

test('a failed picture is tried again by hand, and its failure is over when it comes', async () => {
  let broken = true
  const { asked, port } = await senders((_request, response) => {
    if (broken) response.writeHead(503).end()
    else response.end(PICTURE)
  })
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const door = startDoor(store, port)
  const scope = { kind: 'reference', referenceId: referenceAt(store, messageId, 1) } as const
  await door['remoteContent.load']({ messageId, scope })
  broken = false
  expect((await door['remoteContent.load']({ messageId, scope })).loaded).toEqual([1])
  expect(failuresOf(store, messageId)).toEqual([null])
  expect(asked).toHaveLength(2)
})

test('"load everything" asks for trackers and suspects once, and never for what is no picture', async () => {
  const { asked, port } = await senders((request, response) => {
    if (request.url === '/moved.gif')
      response.writeHead(302, { location: 'https://tracker.example/o.gif' }).end()
    else response.end(PICTURE)
  })
  const store = openTempStore()
  const messageId = storeMessage(store, [
    'img plain https://shop.example/logo.png',
    'img tracker https://tracker.example/open.gif?u=noor',
    'img suspect https://shop.example/moved.gif',
    'css-font plain https://fonts.example/a.woff2',
    'script tracker https://tracker.example/a.js',
    'iframe suspect https://shop.example/frame',
  ])
  const door = startDoor(store, port)
  const scope = { kind: 'everything' } as const
  const result = await door['remoteContent.load']({ messageId, scope })
  expect(result).toEqual({ loaded: expect.arrayContaining([1, 2, 3]), failed: [], held: [4, 5, 6] })
  await door['remoteContent.load']({ messageId, scope })
  await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(asked.toSorted()).toEqual([
    'shop.example/logo.png',
    'shop.example/moved.gif',
    'tracker.example/o.gif',
    'tracker.example/open.gif?u=noor',
  ])
})

test('who asks for everything while "load images" is under way gets past the tracker that stopped it', async () => {
  const { asked, port } = await senders((request, response) => {
    if (request.headers.host === 'shop.example')
      response.writeHead(302, { location: 'https://tracker.example/o.gif' }).end()
    else response.end(PICTURE)
  })
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const door = startDoor(store, port)
  const results = await Promise.all([
    door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } }),
    door['remoteContent.load']({ messageId, scope: { kind: 'everything' } }),
    door['remoteContent.load']({ messageId, scope: { kind: 'everything' } }),
  ])
  expect(results.map(({ loaded }) => loaded)).toEqual([[], [1], [1]])
  expect(asked).toEqual(['shop.example/logo.png', 'shop.example/logo.png', 'tracker.example/o.gif'])
})

test.each<[string, PictureFailure, NetworkOptions, DoorSettings['proxy']]>([
  ['offline', 'offline', { lookUp: failingLookUp('EAI_AGAIN') }, null],
  ['behind a proxy that is down', 'proxy', {}, { kind: 'socks5', host: '127.0.0.1', port: 1 }],
  ['led inside by a name server', 'refused-address', { lookUp: loopbackLookUp }, null],
])('%s: every picture says %s, and nothing goes another way', async (_name, failure, network, proxy) => {
  const store = openTempStore()
  const messageId = storeMessage(store, [
    'img plain https://shop.example/1.png',
    'img plain http://cdn.example/2.png',
  ])
  const door = startDoor(store, 0, { network, settings: { allowHttp: true, proxy } })
  const result = await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(result.failed.toSorted()).toEqual([1, 2])
  expect(failuresOf(store, messageId)).toEqual([failure, failure])
})

type LookUp = NonNullable<NetworkOptions['lookUp']>

function failingLookUp(code: string): LookUp {
  return (_host, _options, callback) => callback(Object.assign(new Error(), { code }), [])
}

function loopbackLookUp(...[_host, _options, callback]: Parameters<LookUp>): void {
  callback(null, [{ address: '127.0.0.1', family: 4 }])
}

test('a program that ends in the middle asks no sender again by itself, of what it had asked', async () => {
  const store = openTempStore()
  // Six of them at once: the last one waits.
  const messageId = storeMessage(
    store,
    Array.from({ length: 7 }, (_, n) => `img plain https://shop.example/${n}.png` as const),
  )
  const { asked, port } = await senders(() => asked.length === 6 && void door.fetchPicture.close())
  const door = startDoor(store, port)
  const scope = { kind: 'pictures' } as const
  await expect(door['remoteContent.load']({ messageId, scope })).rejects.toMatchObject({ code: 'cancelled' })
  await door.loadImages.ended()
  expect(failuresOf(store, messageId)).toEqual([...Array(6).fill('interrupted'), null])
  const again = await senders()
  const unasked = await startDoor(store, again.port).loadUnasked(messageId, scope)
  expect(unasked).toMatchObject({ loaded: [7], failed: [1, 2, 3, 4, 5, 6] })
  expect(again.asked).toEqual(['shop.example/6.png'])
})

test.each([
  ['already full', 0, 0],
  ['full when the first picture comes', 1, 1],
])('a disk that is %s: no rule asks a sender again and again', async (_name, writes, requests) => {
  const { asked, port } = await senders()
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  let left = writes
  const full: Store = {
    ...store,
    write(act) {
      if (left-- > 0) return store.write(act)
      throw new MailError('disk-full')
    },
  }
  const scope = { kind: 'pictures' } as const
  const first = startDoor(full, port).loadImages(messageId, scope, { automatic: true })
  await expect(first).rejects.toMatchObject({ code: 'disk-full' })
  for (const door of [startDoor(full, port), startDoor(full, port)]) {
    const opening = door.loadUnasked(messageId, scope)
    await opening.catch(({ code }) => expect(code).toBe('disk-full'))
  }
  expect(asked).toHaveLength(requests)
})

test.each<[string, ForgetScope]>([
  ['all', { kind: 'all' }],
  ['its mail', { kind: 'message', messageId: messageIdSchema.parse(1) }],
  ['its sender', { kind: 'sender', address: 'NEWS@shop.example' }],
])('what is forgotten while it is on its way does not come after all: %s', async (_name, scope) => {
  const waiting: ServerResponse[] = []
  const { asked, port } = await senders((_request, response) => void waiting.push(response))
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const door = startDoor(store, port)
  const load = door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  await vi.waitUntil(() => waiting.length === 1)
  await door['remoteContent.forget']({ scope: { kind: 'sender', address: 'other@shop.example' } })
  expect(failuresOf(store, messageId)).toEqual(['interrupted'])
  await door['remoteContent.forget']({ scope })
  for (const response of waiting) response.end(PICTURE)
  expect((await load).failed).toEqual([1])
  expect(statesOf(store, messageId)).toEqual(['blocked'])
  expect(failuresOf(store, messageId)).toEqual(['forgotten'])
  expect(store.read.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
  await door.loadUnasked(messageId, { kind: 'pictures' })
  expect(asked).toHaveLength(1)
})

test('an unknown message or a picture that was never loaded is "not found"', async () => {
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const door = startDoor(store, 1)
  const unknown = messageIdSchema.parse(messageId + 1)
  const scope = { kind: 'pictures' } as const
  await expect(door['remoteContent.load']({ messageId: unknown, scope })).rejects.toThrow('not-found')
  const [reference] = listReferences(store.read, messageId)
  if (reference === undefined) throw new Error('no reference')
  expect(() => door['remoteContent.picture']({ referenceId: reference.id })).toThrow('not-found')
})
