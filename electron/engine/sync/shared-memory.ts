/**
 * Memory in which sources go to a worker: copied once and seen from both sides. A source that was handed over
 * would be lost with a worker that does not survive it, and one that was cloned is copied three times.
 */
export interface SharedMemory {
  /** @returns the same bytes, until it is given back. */
  lend(bytes: Uint8Array): Uint8Array
  /** The piece lent first is used again. */
  giveBack(): void
}

/** Most mails fit; whatever is larger gets memory of its own that is not kept. */
const PIECE_BYTES = 256 * 1024

export function createSharedMemory(): SharedMemory {
  const lent: SharedArrayBuffer[] = []
  const free: SharedArrayBuffer[] = []
  return {
    lend(bytes) {
      const fits = bytes.byteLength <= PIECE_BYTES
      const piece = (fits && free.pop()) || new SharedArrayBuffer(Math.max(bytes.byteLength, PIECE_BYTES))
      lent.push(piece)
      const copy = new Uint8Array(piece, 0, bytes.byteLength)
      copy.set(bytes)
      return copy
    },
    giveBack() {
      const piece = lent.shift()
      if (piece?.byteLength === PIECE_BYTES) free.push(piece)
    },
  }
}
