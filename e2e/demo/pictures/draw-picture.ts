import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { encodePng } from '../../../electron/engine/testing/encode-png.ts'
import { paletteOf } from './palettes.ts'
import { type Paint, SCENES } from './scenes.ts'

const DEFAULT_SIZE = { width: 240, height: 120 }
const MAX_SIDE = 1_600

/**
 * The picture at an address, always the same one. The scene is in the file name ("/harvest-plate-600x300.png")
 * or follows from its letters; the size is in the path, or in the query as `w` and `h`.
 */
export function drawPicture(address: URL): Buffer {
  const { width, height } = sizeIn(address)
  const digest = createHash('sha256')
    .update(address.hostname + address.pathname)
    .digest()
  const names = Object.keys(SCENES)
  const name =
    names.find((scene) => posix.basename(address.pathname).includes(scene)) ??
    names[digest.readUInt8(0) % names.length]
  const scene = SCENES[name ?? 'hills'] ?? SCENES['hills']
  if (scene === undefined) throw new Error('no scene to draw')
  const paint = scene({
    palette: paletteOf(digest.readUInt16LE(2)),
    ratio: width / height,
    chance: (n) => scatter(digest.readUInt32LE(4) + n),
  })
  return encodePng(width, height, rasterise(paint, width, height))
}

function sizeIn({ pathname, searchParams }: URL): { width: number; height: number } {
  const inPath = /(\d{1,4})x(\d{1,4})/.exec(pathname)
  const side = (text: string | null | undefined) => Math.min(MAX_SIDE, Number(text) || 0)
  const width = side(searchParams.get('w') ?? searchParams.get('width') ?? inPath?.[1])
  const height = side(searchParams.get('h') ?? searchParams.get('height') ?? inPath?.[2])
  if (width > 0 && height > 0) return { width, height }
  return width > 0 ? { width, height: Math.ceil(width / 2) } : DEFAULT_SIZE
}

/** Four looks per pixel, so that edges are smooth. */
function rasterise(paint: Paint, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3)
  let at = 0
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let red = 0
      let green = 0
      let blue = 0
      for (const [right, down] of LOOKS) {
        const colour = paint((x + right) / width, (y + down) / height)
        red += colour[0]
        green += colour[1]
        blue += colour[2]
      }
      pixels[at] = red / 4
      pixels[at + 1] = green / 4
      pixels[at + 2] = blue / 4
      at += 3
    }
  }
  return pixels
}

const LOOKS = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const

/** Integer to [0, 1), well mixed (the finaliser of MurmurHash3). */
function scatter(n: number): number {
  let mixed = Math.imul(n ^ (n >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}
