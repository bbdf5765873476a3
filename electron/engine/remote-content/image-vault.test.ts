import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { referenceIdSchema } from '../../../shared/models/remote-content.ts'
import { sql } from '../store/sql.ts'
import { encodePng } from '../testing/encode-png.ts'
import {
  failuresOf,
  noise,
  PICTURE,
  senders,
  startDoor,
  statesOf,
  storeMessage,
} from '../testing/picture-door.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'

test('pictures that are forgotten or evicted stay away until somebody asks by hand', async () => {
  const { asked, port } = await senders((request, response) => {
    // Noise can't be compressed, so each is a picture of its own of about 30 kB.
    response.end(encodePng(100, 100, noise(request.url ?? '')))
  })
  const store = openTempStore()
  const messageId = storeMessage(store, [
    'img plain https://shop.example/1.png',
    'img plain https://shop.example/2.png',
    'img plain https://shop.example/3.png',
  ])
  const scope = { kind: 'pictures' } as const
  const small = startDoor(store, port, { maxBytes: 70_000 })
  await small['remoteContent.load']({ messageId, scope })
  expect(statesOf(store, messageId).toSorted()).toEqual(['blocked', 'loaded', 'loaded'])
  expect(failuresOf(store, messageId).filter((failure) => failure === 'forgotten')).toHaveLength(1)

  const door = startDoor(store, port)
  const unasked = await door.loadImages(messageId, scope, { automatic: true })
  expect(unasked.loaded).toHaveLength(2)
  expect(asked).toHaveLength(3)
  await door['remoteContent.load']({ messageId, scope })
  expect(asked).toHaveLength(4)

  await door['remoteContent.forget']({ scope: { kind: 'message', messageId } })
  expect(statesOf(store, messageId)).toEqual(Array(3).fill('blocked'))
  expect(door.announced.at(-1)).toBe(messageId)
  await door.loadImages(messageId, scope, { automatic: true })
  expect(asked).toHaveLength(4)
  expect((await door['remoteContent.load']({ messageId, scope })).loaded).toHaveLength(3)
  expect(asked).toHaveLength(7)
})

test('looking at a picture writes once a day, and not at all when the disk is full', async () => {
  const { port } = await senders()
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const door = startDoor(store, port)
  await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  const referenceId = referenceIdSchema.parse(1)
  const changes = () => store.read.get(sql<{ n: number }>`SELECT total_changes() AS n`)?.n
  const before = changes()
  for (let n = 0; n < 10; n += 1) await door['remoteContent.picture']({ referenceId })
  expect(changes()).toBe(before)
  store.write((db) => db.run(sql`UPDATE vault SET read_on = 1`))
  await door['remoteContent.picture']({ referenceId })
  expect(store.read.get(sql`SELECT read_on > 20000 AS today FROM vault`)).toEqual({ today: 1 })
})

/** What a failing disk does to the file behind the program's back. */
function damage(dataDir: string, pattern: Uint8Array, change: (page: Buffer) => void): void {
  const file = join(dataDir, 'mail.db')
  const bytes = readFileSync(file)
  const at = bytes.indexOf(pattern)
  if (at < 0) throw new Error('the picture is not in the file')
  change(bytes.subarray(at - (at % 4_096), at - (at % 4_096) + 4_096))
  writeFileSync(file, bytes)
}

test.each<[string, (page: Buffer) => void]>([
  ['a flipped bit in a picture', (page) => page.writeUInt8(page.readUInt8(2_000) ^ 1, 2_000)],
  ['a page of a picture that leads nowhere', (page) => page.fill(0xff)],
])('%s: that picture says so and can be loaded again, nothing else is lost', async (_name, change) => {
  const { asked, port } = await senders((request, response) => {
    response.end(encodePng(100, 100, noise(request.url ?? '')))
  })
  const dataDir = tempDataDir()
  const store = openTempStore(dataDir)
  const messageId = storeMessage(store, [
    'img plain https://shop.example/1.png',
    'img plain https://shop.example/2.png',
  ])
  await startDoor(store, port)['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  await store.close()
  const picture = encodePng(100, 100, noise('/1.png'))
  damage(dataDir, picture.subarray(12_000, 12_100), change)

  const reopened = openTempStore(dataDir)
  const door = startDoor(reopened, port)
  const [first, second] = [1, 2].map((id) => referenceIdSchema.parse(id))
  if (first === undefined || second === undefined) throw new Error('no ids')
  expect(() => door['remoteContent.picture']({ referenceId: first })).toThrow(
    expect.objectContaining({ failure: 'damaged' }),
  )
  expect(door.announced).toEqual([messageId])
  expect(statesOf(reopened, messageId)).toEqual(['failed', 'loaded'])
  expect(failuresOf(reopened, messageId)).toEqual(['damaged', null])
  expect((await door['remoteContent.picture']({ referenceId: second })).mediaType).toBe('image/png')
  await door.loadImages(messageId, { kind: 'pictures' }, { automatic: true })
  expect(asked).toHaveLength(2)
})

test('a damaged picture comes back when it is asked for again', async () => {
  const { port } = await senders()
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const door = startDoor(store, port)
  const scope = { kind: 'pictures' } as const
  const referenceId = referenceIdSchema.parse(1)
  await door['remoteContent.load']({ messageId, scope })
  store.write((db) => db.run(sql`UPDATE vault SET bytes = x'00'`))
  expect(() => door['remoteContent.picture']({ referenceId })).toThrow('picture-unavailable')
  await door['remoteContent.load']({ messageId, scope })
  expect(Buffer.from((await door['remoteContent.picture']({ referenceId })).bytes)).toEqual(PICTURE)
})

test('a disk that is full while a picture is stored: it says so, nothing is lost, and it comes when there is space', async () => {
  const { port } = await senders((_request, response) => {
    response.end(encodePng(300, 300, noise('large', 270_000)))
  })
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/1.png'])
  const door = startDoor(store, port)
  // Never less than there is: full at once.
  store.read.get(sql`PRAGMA max_page_count = 1`)
  const scope = { kind: 'pictures' } as const
  expect((await door['remoteContent.load']({ messageId, scope })).failed).toEqual([1])
  expect(failuresOf(store, messageId)).toEqual(['disk-full'])
  expect(store.read.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
  expect(store.read.all(sql`PRAGMA integrity_check`)).toEqual([{ integrity_check: 'ok' }])
  store.read.get(sql`PRAGMA max_page_count = 100000`)
  expect((await door['remoteContent.load']({ messageId, scope })).loaded).toEqual([1])
})

test('a picture whose mail was deleted while it was on its way leaves nothing behind', async () => {
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const { port } = await senders((_request, response) => {
    store.write((db) => db.run(sql`DELETE FROM messages WHERE id = ${messageId}`))
    response.end(PICTURE)
  })
  const door = startDoor(store, port)
  await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(store.read.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
})

test('forgetting many pictures leaves room for what else the page asks in between', async () => {
  const store = openTempStore()
  const { port } = await senders((request, response) => {
    response.end(encodePng(10, 10, noise(request.url ?? '', 300)))
  })
  const lines = Array.from({ length: 90 }, (_, n) => `img plain https://shop.example/${n}.png` as const)
  const messageId = storeMessage(store, lines)
  const door = startDoor(store, port)
  await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  const left: number[] = []
  const forgetting = Promise.resolve(door['remoteContent.forget']({ scope: { kind: 'all' } }))
  let over = false
  void forgetting.then(() => {
    over = true
  })
  while (!over) {
    left.push(statesOf(store, messageId).filter((state) => state === 'loaded').length)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  expect(left).toContain(50)
  expect(left.at(-1)).toBe(0)
  expect(store.read.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
})
