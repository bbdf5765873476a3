/**
 * What a decoder would make of a picture beyond the one size in its header: every frame of an animation, and the
 * sizes that a file says a second time, since a decoder may believe either. No pixel is decoded for it, and a
 * file that makes no sense gives what was found so far; a JPEG, nothing.
 */
export interface UnfoldedSize {
  /** The largest that any frame, or what it is placed on, claims. */
  width: number
  height: number
  frames: number
}

const NOTHING: UnfoldedSize = { width: 0, height: 0, frames: 1 }

/** @param format as image-size names it. */
export function unfoldedSize(bytes: Uint8Array, format: string): UnfoldedSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (format) {
    case 'jpg':
      return unfoldJpeg(bytes, view)
    case 'gif':
      return unfoldGif(bytes, view)
    case 'png':
      return unfoldPng(view)
    case 'webp':
      return unfoldWebp(view)
    case 'avif':
      return unfoldAvif(bytes, view)
    case 'ico':
      return unfoldIco(view)
    default:
      return NOTHING
  }
}

/** Markers that stand alone (TEM, RST0 to RST7), and what only looks like a marker. */
const isAlone = (marker: number) => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd7)
/** SOF0 to SOF15, whatever the coding; DHT, JPG and DAC lie among them. */
const isFrameHeader = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
/** DHT, DAC, DQT, DNL, DRI, APP0 to APP15, COM. */
const isOtherSegment = (marker: number) =>
  [0xc4, 0xcc, 0xdb, 0xdc, 0xdd, 0xfe].includes(marker) || (marker >= 0xe0 && marker <= 0xef)

/**
 * A JPEG says its size in a frame header, before which any number of segments may come. Who reads a length where
 * there is none jumps over it to one that lies, so this walks as Chromium's decoder does (libjpeg-turbo,
 * jdmarker.c): rubbish and fill bytes between segments are passed over, and what it does not know ends it.
 */
function unfoldJpeg(bytes: Uint8Array, view: DataView): UnfoldedSize {
  const size = { width: 0, height: 0, frames: 1 }
  for (let at = 2; at + 3 < bytes.byteLength; ) {
    while (at < bytes.byteLength && bytes[at] !== 0xff) at += 1
    while (bytes[at] === 0xff) at += 1
    const marker = bytes[at++] ?? 0
    if (isAlone(marker)) continue
    // The end, or the beginning of pixels (SOS).
    if (marker === 0xd9 || marker === 0xda) break
    if (isFrameHeader(marker) && at + 7 <= bytes.byteLength) {
      size.height = Math.max(size.height, view.getUint16(at + 3))
      size.width = Math.max(size.width, view.getUint16(at + 5))
    } else if (!isOtherSegment(marker) || at + 2 > bytes.byteLength) {
      return NOTHING
    }
    at += Math.max(2, view.getUint16(at))
  }
  return size
}

/**
 * A GIF says its size twice, and decoders grow the canvas to the frames when those are larger (GIF89a, sections
 * 18 and 20): a file that declares 1×1 may still unfold to 65,535×65,535.
 */
function unfoldGif(bytes: Uint8Array, view: DataView): UnfoldedSize {
  const colourTable = (flags = 0) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  const afterBlocks = (start: number) => {
    let at = start
    for (let size = bytes[at] ?? 0; size !== 0; size = bytes[at] ?? 0) at += 1 + size
    return at + 1
  }
  const size = { width: 0, height: 0, frames: 0 }
  let at = 13 + colourTable(bytes[10])
  while (at + 10 <= bytes.byteLength) {
    if (bytes[at] === 0x21) {
      at = afterBlocks(at + 2)
    } else if (bytes[at] === 0x2c) {
      size.frames += 1
      size.width = Math.max(size.width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true))
      size.height = Math.max(size.height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true))
      at = afterBlocks(at + 11 + colourTable(bytes[at + 9]))
    } else {
      break
    }
  }
  return size
}

/** acTL, before the first picture data, says how many frames there are (PNG, third edition, 11.3.6.1). */
function unfoldPng(view: DataView): UnfoldedSize {
  if (24 > view.byteLength) return NOTHING
  const size = { width: view.getUint32(16), height: view.getUint32(20), frames: 1 }
  let at = 8
  while (at + 12 <= view.byteLength && view.getUint32(at + 4) !== chunkName('IDAT')) {
    if (view.getUint32(at + 4) === chunkName('acTL')) return { ...size, frames: view.getUint32(at + 8) }
    at += 12 + view.getUint32(at)
  }
  return size
}

/** Each ANMF chunk is a frame (RFC 9649, 2.7.1.1). */
function unfoldWebp(view: DataView): UnfoldedSize {
  const size = { width: 0, height: 0, frames: 0 }
  const threeBytes = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16)
  let at = 12
  while (at + 24 <= view.byteLength) {
    if (view.getUint32(at) === chunkName('ANMF')) {
      size.frames += 1
      size.width = Math.max(size.width, 2 * threeBytes(at + 8) + 1 + threeBytes(at + 14))
      size.height = Math.max(size.height, 2 * threeBytes(at + 11) + 1 + threeBytes(at + 17))
    }
    const length = view.getUint32(at + 4, true)
    at += 8 + length + (length % 2)
  }
  return { ...size, frames: Math.max(1, size.frames) }
}

/** Every item has an 'ispe' box with its size (ISO/IEC 23008-12, 6.5.3), whatever a crop makes of it later. */
function unfoldAvif(bytes: Uint8Array, view: DataView): UnfoldedSize {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = { width: 0, height: 0, frames: 1 }
  for (let at = file.indexOf('ispe'); at >= 0 && at + 16 <= file.length; at = file.indexOf('ispe', at + 4)) {
    size.width = Math.max(size.width, view.getUint32(at + 8))
    size.height = Math.max(size.height, view.getUint32(at + 12))
  }
  return size
}

/** An icon may hold whole PNG files, which the sizes in its directory, 256 at most, need not agree with. */
function unfoldIco(view: DataView): UnfoldedSize {
  const size = { width: 0, height: 0, frames: 0 }
  const entries = view.getUint16(4, true)
  for (let entry = 0; entry < entries && 22 + 16 * entry <= view.byteLength; entry += 1) {
    size.frames += 1
    const start = view.getUint32(18 + 16 * entry, true)
    if (start + 24 > view.byteLength || view.getUint32(start) !== chunkName('\x89PNG')) continue
    size.width = Math.max(size.width, view.getUint32(start + 16))
    size.height = Math.max(size.height, view.getUint32(start + 20))
  }
  return size
}

function chunkName(name: string): number {
  return Buffer.from(name, 'latin1').readUInt32BE(0)
}
