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
  ['nothing', new Uint8Array()],
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

test('20 MB that only begin like a JPEG are refused without searching them all', async () => {
  const bytes = Buffer.alloc(20 * 1024 * 1024, 0xfe)
  bytes.set(bytesOf('ffd8ffe00010'), 0)
  await expect(checkImage(bytes)).rejects.toMatchObject({ code: 'picture-refused' })
})

test('no damaged picture does more than be refused', async () => {
  const seeds = [flatPng(4, 4), gif([2, 2], [2, 2])]
  for (let round = 0; round < 2_000; round += 1) {
    const seed = Buffer.from(seeds[round % seeds.length] ?? '')
    const at = (round * 7919) % seed.length
    seed[at] = (round * 104_729) & 255
    const damaged = seed.subarray(0, seed.length - (round % 5) * 7)
    const outcome = await checkImage(damaged).then(
      ({ mediaType }) => mediaType,
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    )
    expect(outcome).toBeOneOf(['image/png', 'image/apng', 'image/gif', 'picture-refused'])
  }
})
