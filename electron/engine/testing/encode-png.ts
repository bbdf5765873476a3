import { crc32, deflateSync } from 'node:zlib'

/** Colour as red, green, blue from 0 to 255. */
export type Rgb = readonly [number, number, number]

/** A PNG of 8-bit RGB rows. `declared` lies about the size, for tests of what a hostile server sends. */
export function encodePng(
  width: number,
  height: number,
  pixels: Uint8Array,
  declared: { width: number; height: number } = { width, height },
): Buffer {
  const stride = width * 3
  const raw = Buffer.alloc((stride + 1) * height)
  for (let y = 0; y < height; y += 1) {
    raw.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(declared.width, 0)
  header.writeUInt32BE(declared.height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** One colour, for tests that need a picture and do not look at it. */
export function flatPng(width: number, height: number, [red, green, blue]: Rgb = [90, 120, 200]): Buffer {
  const pixels = new Uint8Array(width * height * 3)
  for (let at = 0; at < pixels.length; at += 3) pixels.set([red, green, blue], at)
  return encodePng(width, height, pixels)
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
