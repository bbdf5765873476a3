/**
 * What may be shown as a picture. The bytes decide, never a name or a Content-Type: two independent readers
 * must agree on the format, and the size is known before any decoder runs. SVG is refused because it is a
 * document (it can link, script, and fetch); formats Chromium does not draw are refused because nobody needs
 * them in mail.
 */
import { fileTypeFromBuffer } from 'file-type'
import { imageSize } from 'image-size'
import { PictureError } from '../network/picture-error.ts'
import { unfoldedSize } from './unfolded-size.ts'

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
/**
 * Frames times pixels of one: a GIF of 600×400 with 2,000 frames. Animations are drawn frame by frame for as long
 * as they are in sight, so a few kilobytes could keep a processor busy for ever.
 */
const MAX_ANIMATED_PIXELS = 500_000_000
/** Sizes stand at the beginning of a file, but for JPEG. Bounds image-size's search, which for AVIF is not linear. */
const HEAD_BYTES = 1024 * 1024
const AVIF_HEAD_BYTES = 64 * 1024

/** @throws PictureError 'not-a-picture', 'svg' or 'too-large'. */
export async function checkImage(bytes: Uint8Array): Promise<CheckedImage> {
  const mediaType = await mediaTypeOf(bytes)
  const format = RASTER.get(mediaType)
  if (format === undefined) throw new PictureError(isSvg(bytes) ? 'svg' : 'not-a-picture')
  const unfolded = unfoldedSize(bytes, format)
  // Of a JPEG image-size reads another size than Chromium does, where a sender wants it to.
  const said = format === 'jpg' ? unfolded : declaredSize(bytes, format)
  const width = Math.max(said.width, unfolded.width)
  const height = Math.max(said.height, unfolded.height)
  if (said.width === 0 || said.height === 0) throw new PictureError('not-a-picture')
  const pixels = width * height
  if (width > MAX_SIDE || height > MAX_SIDE || pixels > MAX_PIXELS) throw new PictureError('too-large')
  if (unfolded.frames > 1 && unfolded.frames * pixels > MAX_ANIMATED_PIXELS)
    throw new PictureError('too-large')
  return { mediaType, width: said.width, height: said.height }
}

async function mediaTypeOf(bytes: Uint8Array): Promise<string> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime ?? ''
  } catch {
    throw new PictureError('not-a-picture')
  }
}

function declaredSize(bytes: Uint8Array, format: string): { width: number; height: number } {
  try {
    // A copy, because image-size reads past the end of a view into whatever memory lies behind it.
    const head = bytes.subarray(0, format === 'avif' ? AVIF_HEAD_BYTES : HEAD_BYTES)
    const { type, width, height } = imageSize(new Uint8Array(head))
    if (type === format) return { width, height }
  } catch {
    // Falls through: both mean that the two readers do not agree on a picture.
  }
  throw new PictureError('not-a-picture')
}

/** Only to say why: whatever is no raster picture is refused. */
function isSvg(bytes: Uint8Array): boolean {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  const head = new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes.subarray(0, 4_096))
  return /^(?:\s|<\?xml[^>]*>|<!--(?:(?!-->)[\s\S])*-->|<!DOCTYPE svg[^>]*>)*<(?:\w+:)?svg[\s/>]/i.test(head)
}
