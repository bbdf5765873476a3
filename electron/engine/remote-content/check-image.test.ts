import { expect, test } from 'vitest'
import { encodePng, flatPng } from '../testing/encode-png.ts'
import { checkImage } from './check-image.ts'

const bytesOf = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
/** Declared canvas, then the first frame behind one comment block. */
const gif = (canvas: [number, number], frame: [number, number]) => {
  const size = ([width, height]: [number, number]) => {
    const field = Buffer.alloc(4)
    field.writeUInt16LE(width, 0)
    field.writeUInt16LE(height, 2)
    return field
  }
  return Buffer.concat([
    Buffer.from('GIF89a'),
    size(canvas),
    bytesOf('800000 000000ffffff 21fe0361626300 2c00000000'),
    size(frame),
    bytesOf('00 02 02 44 01 00 3b'),
  ])
}

test.each<[string, Buffer, string]>([
  ['png', flatPng(3, 2), 'image/png'],
  ['gif', gif([1, 1], [1, 1]), 'image/gif'],
  [
    'bmp',
    Buffer.concat([
      bytesOf('424d 46000000 00000000 36000000 28000000 02000000 02000000 0100 1800'),
      Buffer.alloc(64),
    ]),
    'image/bmp',
  ],
  [
    'jpeg',
    bytesOf('ffd8 ffe0 0010 4a46494600 0101 00 0001 0001 00 00 ffc0 000b 08 0010 0010 01 01 11 00 ffd9'),
    'image/jpeg',
  ],
  [
    'webp',
    bytesOf(
      '52494646 24000000 57454250 56503820 18000000 300100 9d012a 0100 0100 0200 3425a400 0370 00fefb 9400',
    ),
    'image/webp',
  ],
  [
    'ico',
    Buffer.concat([bytesOf('0000 0100 0100 1010 0000 0100 2000 68040000 16000000'), Buffer.alloc(64)]),
    'image/x-icon',
  ],
])('a real %s passes, by its bytes', async (_name, bytes, mediaType) => {
  expect(await checkImage(bytes)).toMatchObject({ mediaType })
})

test.each<[string, Uint8Array]>([
  [
    'svg',
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://tracker.example/o.gif"/></svg>',
    ),
  ],
  [
    'svg with an XML declaration',
    Buffer.from('<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>'),
  ],
  ['html', Buffer.from('<!doctype html><img src=https://tracker.example/o.gif>')],
  ['html that begins like a gif', Buffer.from('GIF8<script>')],
  ['pdf', Buffer.from('%PDF-1.7\n%âãÏÓ\n')],
  ['zip', bytesOf('504b0304 14000000 0800')],
  ['tiff, which Chromium does not draw', bytesOf('49492a00 08000000 0000')],
  [
    'psd',
    Buffer.concat([Buffer.from('8BPS'), bytesOf('0001 000000000000 0003 00000001 00000001 0008 0003')]),
  ],
  ['an executable', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(64)])],
  ['a png cut after its signature', flatPng(3, 2).subarray(0, 8)],
  ['a png cut in its header', flatPng(3, 2).subarray(0, 18)],
  ['a png of 65,000 × 65,000', encodePng(1, 1, new Uint8Array(3), { width: 65_000, height: 65_000 })],
  ['a png of 1 × 20,000', encodePng(1, 1, new Uint8Array(3), { width: 1, height: 20_000 })],
  ['a png of 10,000 × 10,000', encodePng(1, 1, new Uint8Array(3), { width: 10_000, height: 10_000 })],
  ['a png of 0 × 0', encodePng(1, 1, new Uint8Array(3), { width: 0, height: 0 })],
  ['a gif of 65,535 × 65,535', gif([65_535, 65_535], [1, 1])],
  ['a gif whose first frame is larger than it says', gif([1, 1], [65_535, 65_535])],
  ['a jpeg without a size', bytesOf('ffd8 ffe0 0010 4a46494600 0101 00 0001 0001 00 00 ffd9')],
  [
    'heic',
    Buffer.concat([
      bytesOf('00000018'),
      Buffer.from('ftypheic'),
      bytesOf('00000000'),
      Buffer.from('mif1heic'),
    ]),
  ],
  [
    'an avif without boxes',
    Buffer.concat([
      bytesOf('0000001c'),
      Buffer.from('ftypavif'),
      bytesOf('00000000'),
      Buffer.from('avifmif1miaf'),
    ]),
  ],
])('refused: %s', async (_name, bytes) => {
  await expect(checkImage(bytes)).rejects.toMatchObject({ code: 'picture-refused' })
})

const repeated = (part: Buffer, times: number) => Buffer.concat(Array<Buffer>(times).fill(part))
const chunk = (name: string, data: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)])
}
const riffChunk = (name: string, data: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(data.length)
  return Buffer.concat([Buffer.from(name), length, data])
}
/** 2,000 × 2,000 and then `frames` of 1 × 1: a decoder puts each on the whole canvas. */
const animatedGif = (frames: number) =>
  Buffer.concat([
    bytesOf('474946383961 d007 d007 800000 000000ffffff'),
    repeated(bytesOf('21f90400 0100 00 00 2c00000000 0100 0100 00 02 02 4401 00'), frames),
    bytesOf('3b'),
  ])
const animatedPng = (frames: number) => {
  const still = flatPng(2_000, 2_000)
  const control = Buffer.alloc(8)
  control.writeUInt32BE(frames)
  return Buffer.concat([still.subarray(0, 33), chunk('acTL', control), still.subarray(33)])
}
const animatedWebp = (frames: number) => {
  const canvas = bytesOf('02000000 cf0700 cf0700')
  const frame = riffChunk('ANMF', bytesOf('000000000000 000000 000000 640000 00'))
  const body = Buffer.concat([Buffer.from('WEBP'), riffChunk('VP8X', canvas), repeated(frame, frames)])
  return riffChunk('RIFF', body)
}
const box = (name: string, ...inside: Buffer[]) => {
  const data = Buffer.concat(inside)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length + 8)
  return Buffer.concat([length, Buffer.from(name), data])
}
/** Says each of the sizes of one of its items. */
const avif = (...sizes: string[]) => {
  const items = sizes.map((size) => box('ispe', bytesOf('00000000'), bytesOf(size)))
  const meta = box('meta', bytesOf('00000000'), box('iprp', box('ipco', ...items)))
  return Buffer.concat([box('ftyp', Buffer.from('avif'), bytesOf('00000000'), Buffer.from('avifmif1')), meta])
}
/** An icon of 16 × 16 by its directory, with a PNG file in it. */
const iconWith = (png: Buffer) =>
  Buffer.concat([bytesOf('0000 0100 0100 1010 0000 0100 2000 68040000 16000000'), png])

test('animations of a size that is seen in mail pass', async () => {
  for (const bytes of [animatedGif(100), animatedPng(100), animatedWebp(100)]) {
    await expect(checkImage(bytes)).resolves.toMatchObject({ width: 2_000, height: 2_000 })
  }
  await expect(checkImage(avif('00000100 00000080'))).resolves.toMatchObject({ mediaType: 'image/avif' })
  await expect(checkImage(iconWith(flatPng(16, 16)))).resolves.toMatchObject({ mediaType: 'image/x-icon' })
})

/** Many entries, each of which may stand for all that follows. */
const iconOf = (entries: number, length: number) => {
  const directory = Buffer.alloc(6 + 16 * entries)
  directory.writeUInt16LE(1, 2)
  directory.writeUInt16LE(entries, 4)
  for (let at = 6; at < directory.length; at += 16) {
    directory.set([16, 16], at)
    directory.writeUInt32LE(directory.length, at + 12)
  }
  const header = flatPng(16, 16).subarray(0, 33)
  return Buffer.concat([directory, header, Buffer.alloc(length - directory.length - header.length)])
}

test('what repeats itself without end is looked at once', async () => {
  await expect(checkImage(iconOf(3_000, 500_000))).resolves.toMatchObject({ mediaType: 'image/x-icon' })
  const sizes = Array.from({ length: 50_000 }, () => '00000010 00000010')
  await expect(checkImage(avif(...sizes))).rejects.toMatchObject({ failure: 'not-a-picture' })
})

const png = (width: number, height: number) => encodePng(1, 1, new Uint8Array(3), { width, height })
test.each<[string, Uint8Array, string]>([
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'svg'],
  [
    'an SVG behind declaration, comments and DOCTYPE',
    Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- a --><!-- > b --><!DOCTYPE svg PUBLIC "x">\n<svg:svg>'),
    'svg',
  ],
  ['an SVG in UTF-16', Buffer.from('\ufeff<svg width="1">', 'utf16le'), 'svg'],
  ['a page with an SVG in it', Buffer.from('<html><svg></svg></html>'), 'not-a-picture'],
  ['comments without end', Buffer.from('<!---->'.repeat(1_000)), 'not-a-picture'],
  ['nothing', new Uint8Array(), 'not-a-picture'],
  ['a PNG of 65,000 × 65,000', png(65_000, 65_000), 'too-large'],
  ['a PNG of 0 × 5', png(0, 5), 'not-a-picture'],
  ['a GIF of 65,535 × 65,535', gif([65_535, 65_535], [1, 1]), 'too-large'],
  ['a GIF whose second frame is larger than it says', gif2(), 'too-large'],
  ['a GIF bomb: 200 frames in 4 kB', animatedGif(200), 'too-large'],
  ['an APNG bomb', animatedPng(4_000_000_000), 'too-large'],
  ['a WebP bomb', animatedWebp(200), 'too-large'],
  ['an AVIF with a second, larger item', avif('00000010 00000010', '0000fde8 0000fde8'), 'too-large'],
  ['an icon that holds a PNG of 65,000 × 65,000', iconWith(png(65_000, 65_000)), 'too-large'],
])('%s is refused, with the reason', async (_name, bytes, failure) => {
  await expect(checkImage(bytes)).rejects.toMatchObject({ failure })
})

function gif2(): Buffer {
  const honest = gif([1, 1], [1, 1])
  const frame = bytesOf('2c00000000 ffff ffff 00 02 02 4401 00 3b')
  return Buffer.concat([honest.subarray(0, -1), frame])
}

/** Frame header of a JPEG: lossless ones and those with arithmetic coding have other markers than C0. */
const frame = (marker: string, side: string) => `ff${marker} 000b 08 ${side}${side} 01 01 11 00`
const jpeg = (...parts: string[]) => bytesOf(`ffd8 ${parts.join(' ')} ffda 0008 01 01 00 00 3f 00 ffd9`)
/** A comment that ends with what would be the frame header of a picture of 16 × 16. */
const decoy = (length: number) =>
  `fffe ${length.toString(16).padStart(4, '0')} ${'00'.repeat(length - 15)} ${frame('c0', '0010')}`

test('a JPEG is as large as Chromium draws it, however many markers and how much metadata come first', async () => {
  const metadata = `ffe1ffff${'00'.repeat(65_533)}`
  for (const before of [
    'ffd0 ffd7 ff01',
    'ffff ff00 0000',
    'fffe 0000',
    'fffe 0004 0000',
    metadata.repeat(20),
  ]) {
    const bytes = jpeg(before, frame('c2', '0030'))
    await expect(checkImage(bytes)).resolves.toEqual({ mediaType: 'image/jpeg', width: 48, height: 48 })
  }
})

test.each([
  // Taken for a length, ffc0 leads into the comment.
  ['behind a marker that has no length', jpeg('ffd0', frame('c0', '2328'), decoy(0xffbe))],
  ['behind TEM', jpeg('ff01', frame('c0', '2328'), decoy(0xffbe))],
  ['behind a comment that says less', jpeg('ffd3', decoy(15), frame('c0', '2328'))],
  ['behind fill bytes', jpeg('ffffffff ff', frame('c0', '2328').slice(2))],
  ['in a header for arithmetic coding', jpeg(frame('c9', '2328'), frame('c0', '0010'))],
  ['in a lossless header', jpeg(frame('c0', '0010'), frame('c3', '2328'))],
])('a JPEG that says 9,000 × 9,000 %s is refused', async (_name, bytes) => {
  await expect(checkImage(bytes)).rejects.toMatchObject({ failure: 'too-large' })
})

test.each([
  ['a marker that no decoder knows', jpeg('ffd0 ff02 0004 0000', frame('c0', '0010'))],
  ['a second beginning', jpeg('ffd0 ffd8', frame('c0', '0010'))],
  ['a frame header that is cut off', bytesOf(`ffd8 ffe0 0004 0000 ${frame('c0', '0010')}`).subarray(0, 14)],
  ['no frame header before its pixels', jpeg('ffe0 0004 0000')],
])('a JPEG with %s is refused', async (_name, bytes) => {
  await expect(checkImage(bytes)).rejects.toMatchObject({ failure: 'not-a-picture' })
})

test('20 MB of a GIF’s smallest blocks are walked through once', async () => {
  const bytes = Buffer.alloc(20 * 1024 * 1024, 1)
  bytes.set(bytesOf('474946383961 0100 0100 000000 21fe'), 0)
  await expect(checkImage(bytes)).resolves.toMatchObject({ width: 1 })
})

test.each(['fe', 'ff', 'ff00', 'ffd0', 'fffe0000'])(
  '20 MB of %s behind the beginning of a JPEG are refused',
  async (rubbish) => {
    const bytes = Buffer.alloc(20 * 1024 * 1024, bytesOf(rubbish))
    bytes.set(bytesOf('ffd8ffe00010'), 0)
    await expect(checkImage(bytes)).rejects.toMatchObject({ code: 'picture-refused' })
  },
)

test('no damaged picture does more than be refused', async () => {
  const seeds = [flatPng(4, 4), gif([2, 2], [2, 2]), jpeg(decoy(15), frame('c0', '0010'))]
  for (let round = 0; round < 2_000; round += 1) {
    const seed = Buffer.from(seeds[round % seeds.length] ?? '')
    const at = (round * 7919) % seed.length
    seed[at] = (round * 104_729) & 255
    const damaged = seed.subarray(0, seed.length - (round % 5) * 7)
    const outcome = await checkImage(damaged).then(
      ({ mediaType }) => mediaType,
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    )
    expect(outcome).toBeOneOf(['image/png', 'image/apng', 'image/gif', 'image/jpeg', 'picture-refused'])
  }
})
