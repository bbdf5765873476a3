import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { MailError } from '../../../shared/errors.ts'

/** zstd, in one piece of memory. */
export const compress = (bytes: Uint8Array, level: number, dictionary?: Uint8Array): Uint8Array =>
  zstdCompressSync(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: level },
    chunkSize: bytes.byteLength + 1_024,
    ...(dictionary && { dictionary }),
  })

/** @throws MailError 'database-damaged': whatever lies in these columns was packed by Curtain. */
export function unpack(packed: Uint8Array): Uint8Array {
  try {
    return zstdDecompressSync(packed)
  } catch (error) {
    throw new MailError('database-damaged', { cause: error })
  }
}
