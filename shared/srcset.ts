import { isOwnPart, remoteUrl } from './remote-url.ts'
import { isPictureAddress } from './showable-picture.ts'

/** One of the versions that a `srcset` names. */
interface Candidate {
  address: string
  /** Pixels of width, or how many times the usual density; what names neither is of the usual one. */
  size: number
}

/** The addresses by which an `img` could be shown: its `src`, as in every mail program, then from the largest down. */
export function versionsOf(src: string | null, srcset: string): string[] {
  const others = splitSrcset(srcset).sort((a, b) => b.size - a.size)
  return [...(src === null ? [] : [src]), ...others.map(({ address }) => address)]
}

/**
 * The one that is shown, and ever asked for: the first that can be a picture. Engine and page must agree on it.
 *
 * @param base what the mail's relative addresses are relative to.
 */
export function shownVersion(versions: readonly string[], base: URL | null): string | undefined {
  if (versions.length < 2) return versions[0]
  // Nearly all are whole addresses, and need no parsing for that.
  const canBePicture = (raw: string) =>
    isPictureAddress(/^https?:\/\//.test(raw) ? raw : (remoteUrl(raw, base)?.href ?? ''))
  return versions.find((raw) => isOwnPart(raw) || canBePicture(raw)) ?? versions[0]
}

/** What stands before each descriptor (HTML 4.8.4.2.1). Linear. */
export function splitSrcset(value: string): Candidate[] {
  const candidates: Candidate[] = []
  let at = 0
  while (at < value.length) {
    while (at < value.length && /[\s,]/.test(value.charAt(at))) at++
    const start = at
    while (at < value.length && !/\s/.test(value.charAt(at))) at++
    const written = value.slice(start, at)
    const address = written.replace(/,+$/, '')
    const end = at
    for (let depth = 0; at < value.length && address.length === written.length; at++) {
      const character = value.charAt(at)
      if (character === '(') depth++
      else if (character === ')') depth--
      else if (character === ',' && depth <= 0) break
    }
    const size = Number.parseFloat(value.slice(end, at))
    if (address !== '') candidates.push({ address, size: size > 0 ? size : 1 })
  }
  return candidates
}
