/**
 * What may be shown as a picture. The bytes decide, never a name or a Content-Type: two independent readers
 * must agree on the format, and the size is known before any decoder runs. SVG is refused because it is a
 * document (it can link, script, and fetch); formats Chromium does not draw are refused because nobody needs
 * them in mail.
 */
import { fileTypeFromBuffer } from 'file-type'
import { imageSize } from 'image-size'
import { MailError } from '../../../shared/errors.ts'

export interface CheckedImage {
  /** One of the raster types below, found in the bytes. */
  mediaType: string
  width: number
  height: number
}

/** Media type that file-type finds -> the name image-size has for it. */
const RASTER = new Map([
  ['image/png', 'png'],
  ['image/apng', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
  ['image/avif', 'avif'],
  ['image/bmp', 'bmp'],
  ['image/x-icon', 'ico'],
])

/** Decoded, a picture takes 4 bytes a pixel: 160 MB here. Larger than any camera's that is sent by mail. */
const MAX_PIXELS = 40_000_000
/** The largest texture side of common graphics drivers. */
const MAX_SIDE = 16_384
/** Sizes stand at the beginning of a file; a JPEG may carry some metadata first. Bounds image-size's search. */
const HEAD_BYTES = 1024 * 1024

/** @throws MailError('picture-refused') */
export async function checkImage(bytes: Uint8Array): Promise<CheckedImage> {
  const mediaType = await mediaTypeOf(bytes)
  const format = RASTER.get(mediaType)
  if (format === undefined) throw new MailError('picture-refused')
  // A copy, because image-size reads past the end of a view into whatever memory lies behind it.
  const sizes = sizesOf(new Uint8Array(bytes.subarray(0, HEAD_BYTES)), format)
  for (const { width, height } of sizes) {
    const bounded = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE
    if (!bounded || width * height > MAX_PIXELS) throw new MailError('picture-refused')
  }
  return { mediaType, ...sizes[0] }
}

async function mediaTypeOf(bytes: Uint8Array): Promise<string> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime ?? ''
  } catch {
    throw new MailError('picture-refused')
  }
}

interface Size {
  width: number
  height: number
}

function sizesOf(head: Uint8Array, format: string): [Size, ...Size[]] {
  let read: ReturnType<typeof imageSize>
  try {
    read = imageSize(head)
  } catch {
    throw new MailError('picture-refused')
  }
  if (read.type !== format) throw new MailError('picture-refused')
  const size = { width: read.width, height: read.height }
  const frame = format === 'gif' ? firstGifFrame(head) : undefined
  return frame ? [size, frame] : [size]
}

/**
 * A GIF says its size twice, and decoders grow the canvas to the first frame when that is larger (GIF89a,
 * sections 18 and 20): a file that declares 1×1 may still unfold to 65,535×65,535.
 */
function firstGifFrame(head: Uint8Array): Size | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const colourTable = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  let at = 13 + colourTable(head[10] ?? 0)
  while (head[at] === 0x21) {
    at += 2
    while ((head[at] ?? 0) !== 0) at += 1 + (head[at] ?? 0)
    at += 1
  }
  if (head[at] !== 0x2c || at + 9 > head.byteLength) return undefined
  return {
    width: view.getUint16(at + 1, true) + view.getUint16(at + 5, true),
    height: view.getUint16(at + 3, true) + view.getUint16(at + 7, true),
  }
}
