import { zstdDecompressSync } from 'node:zlib'
import { MailError } from '../../../shared/errors.ts'

/** @throws MailError 'database-damaged': whatever lies in these columns was packed by Curtain. */
export function unpack(packed: Uint8Array): Uint8Array {
  try {
    return zstdDecompressSync(packed)
  } catch (error) {
    throw new MailError('database-damaged', { cause: error })
  }
}
