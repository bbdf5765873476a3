import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib'
import { PictureError } from './picture-error.ts'

/** What `readBounded` can undo, in the order a common browser names it. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br, zstd'

function decoderFor(encoding: string) {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    case 'zstd':
      // 8 MB, the most that a server may ask a reader to hold at once (RFC 9659); 128 MB otherwise.
      return createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 23 } })
    default:
      // Several layers ("gzip, gzip") are how small bombs become large ones.
      throw new PictureError('server-failed')
  }
}

function countingTo(maxBytes: number) {
  return async function* counted(source: AsyncIterable<Uint8Array>) {
    let bytes = 0
    for await (const chunk of source) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw new PictureError('too-large')
      yield chunk
    }
  }
}

/**
 * Reads a response body, undoing one content encoding, never holding more than `maxBytes` of it before or after
 * decompression. The declared length is not asked: it may lie.
 *
 * @throws PictureError('too-large') as soon as it is too large.
 */
export async function readBounded(
  body: Readable,
  encoding: string,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  async function collect(source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) chunks.push(chunk)
  }
  const counted = countingTo(maxBytes)
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') await pipeline(body, counted, collect)
  else await pipeline(body, counted, decoderFor(name), countingTo(maxBytes), collect)
  return Buffer.concat(chunks)
}
