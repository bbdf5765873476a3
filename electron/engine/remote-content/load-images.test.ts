import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { type MessageId, messageIdSchema } from '../../../shared/models/message.ts'
import type { ReferenceKind, Verdict } from '../../../shared/models/remote-content.ts'
import { createGuardedFetch } from '../network/guarded-fetch.ts'
import { remoteContentProcedures } from '../procedures/remote-content.ts'
import { insertAccount } from '../store/accounts.ts'
import { saveIngested } from '../store/bodies.ts'
import { packBody } from '../store/body-content.ts'
import { saveFolder } from '../store/folders.ts'
import type { Store } from '../store/open-store.ts'
import { insertHeaders } from '../store/placements.ts'
import { listReferences } from '../store/references.ts'
import { encodePng, flatPng } from '../testing/encode-png.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { createImageVault } from './image-vault.ts'
import { createImageLoader } from './load-images.ts'

/** `kind verdict address`, one for each reference of the message. */
type Described = `${ReferenceKind} ${Verdict} ${string}`

const PICTURE = flatPng(40, 20)

/** A web server that stands for every host of a mail and writes down what it was asked, Host header first. */
async function senders(answer: RequestListener = (_request, response) => response.end(PICTURE)) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`)
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { asked, port }
}

function storeMessage(store: Store, described: Described[]): MessageId {
  const mailbox = { name: '', address: 'sender@example.org' }
  return store.write((db) => {
    const accountId = insertAccount(db, {
      address: 'noor@example.org',
      displayName: 'Noor',
      host: 'localhost',
      port: 143,
      security: 'none',
      user: 'noor',
    })
    const folderId = saveFolder(db, accountId, {
      path: 'INBOX',
      delimiter: '/',
      name: 'INBOX',
      role: 'inbox',
    })
    const [messageId] = insertHeaders(db, folderId, [
      {
        uid: 1,
        flags: [],
        internalDate: 0,
        size: 100,
        from: mailbox,
        to: [],
        cc: [],
        replyTo: [],
        subject: 'Pictures',
        messageIdHeader: null,
        inReplyTo: null,
        hasAttachments: false,
      },
    ])
    if (messageId === undefined) throw new Error('no message')
    saveIngested(db, messageId, {
      parsed: {
        subject: 'Pictures',
        from: mailbox,
        to: [],
        cc: [],
        replyTo: [],
        inReplyTo: null,
        references: [],
        listId: null,
        authentication: null,
        date: null,
        attachments: [],
        text: '',
        snippet: '',
        truncated: false,
      },
      analysis: {
        references: described.map((line) => {
          const [kind, verdict, url] = line.split(' ') as [ReferenceKind, Verdict, string]
          return { part: 0, url, host: new URL(url).hostname, kind, verdict, service: null, reasons: [] }
        }),
        receipts: [],
        platform: null,
        summary: { trackers: 0, suspects: 0, services: [] },
      },
      packedBody: packBody({ parts: [], links: [] }),
      compressedSource: new Uint8Array(),
      parserVersion: 1,
      analyserVersion: 1,
    })
    return messageId
  })
}

function startDoor(store: Store, port: number, { maxBytes = 500_000_000 } = {}) {
  const fetchPicture = createGuardedFetch(
    { resolve: () => ({ address: '127.0.0.1', port }) },
    () => ({ allowHttp: false, proxy: null }),
  )
  onTestFinished(() => fetchPicture.close())
  const announced: MessageId[] = []
  const announce = (messageId: MessageId) => void announced.push(messageId)
  const vault = createImageVault({ store, maxBytes: () => maxBytes, announce })
  const isTracker = (url: string) => new URL(url).hostname === 'tracker.example'
  const loadImages = createImageLoader({ store, vault, fetchPicture, isTracker, announce })
  return {
    ...remoteContentProcedures({ store, vault, loadImages }),
    ...{ announced, fetchPicture, loadImages, vault },
  }
}

const statesOf = (store: Store, messageId: MessageId) =>
  listReferences(store.read, messageId).map(({ state }) => state)

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
  expect(door.announced).toHaveLength(3)
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

test.each<[string, RequestListener]>([
  [
    'an SVG that says it is a PNG',
    (_request, response) =>
      response.setHeader('content-type', 'image/png').end('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  ],
  ['a page', (_request, response) => response.setHeader('content-type', 'image/png').end('<!doctype html>')],
  [
    'a picture of 65,000 × 65,000',
    (_request, response) =>
      response.end(encodePng(1, 1, new Uint8Array(3), { width: 65_000, height: 65_000 })),
  ],
  [
    'a bomb of 1 GB in gzip',
    (_request, response) => {
      response.setHeader('content-encoding', 'gzip')
      const member = gzipSync(Buffer.alloc(10_000_000))
      for (let n = 0; n < 100; n += 1) response.write(member)
      response.end()
    },
  ],
  ['nothing', (_request, response) => response.end()],
  ['404', (_request, response) => response.writeHead(404).end()],
  [
    'a way into the LAN',
    (_request, response) => response.writeHead(302, { location: 'http://192.168.0.1/' }).end(),
  ],
  [
    'a way to a file',
    (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  ],
])(
  'a server that answers with %s: the picture fails, the others come, the failure is remembered',
  async (_name, answer) => {
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
    const result = await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
    expect(result).toEqual({ loaded: [2], failed: [1], held: [] })
    expect(asked).toHaveLength(2)
    store.close()
    expect(statesOf(openTempStore(dataDir), messageId)).toEqual(['failed', 'loaded'])
  },
)

test('closing the door in the middle marks nothing as failed', async () => {
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const { port } = await senders(() => void door.fetchPicture.close())
  const door = startDoor(store, port)
  const load = door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  await expect(load).rejects.toMatchObject({ code: 'cancelled' })
  expect(statesOf(store, messageId)).toEqual(['blocked'])
})

test('an unknown message or a picture that was never loaded is "not found"', async () => {
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const door = startDoor(store, 1)
  const unknown = messageIdSchema.parse(messageId + 1)
  const scope = { kind: 'pictures' } as const
  expect(() => door['remoteContent.load']({ messageId: unknown, scope })).toThrow('not-found')
  const [reference] = listReferences(store.read, messageId)
  if (reference === undefined) throw new Error('no reference')
  expect(() => door['remoteContent.picture']({ referenceId: reference.id })).toThrow('not-found')
})
