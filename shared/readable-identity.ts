import { addressWarnings } from './address-warnings.ts'

/**
 * An address, domain or list identifier as people write it: a domain in its own script (مثال.example) instead of
 * its ASCII form (xn--…), unless its letters could pass for another's: then the ASCII form is what gives it away.
 */
export function readableIdentity(identity: string): string {
  if (!identity.includes('xn--')) return identity
  const domainAt = identity.lastIndexOf('@') + 1
  const hostname = identity.slice(domainAt)
  const labels = hostname
    .split('.')
    .map((label) => (label.startsWith('xn--') ? decode(label.slice(4)) : label))
  const readableHost = labels.join('.')
  const isHonest =
    labels.every((label) => label !== null) &&
    addressWarnings({ hostname, username: '', password: '', readableHost }).length === 0
  return isHonest ? identity.slice(0, domainAt) + readableHost : identity
}

/** What a name may hold: no joiners, direction marks or spaces, which nobody would see. */
const NAME = /^(?=.*[^\0-\x7f])[\p{L}\p{M}\p{N}-]+$/u
const BASE = 36
const MOST = 0x10ffff

/** Punycode (RFC 3492, 6.2). null for what no name is written as. */
function decode(text: string): string | null {
  const end = text.lastIndexOf('-')
  const letters = Array.from(text.slice(0, Math.max(0, end)), (letter) => letter.codePointAt(0) ?? 0)
  let code = 128
  let index = 0
  let bias = 72
  for (let at = end + 1; at < text.length; ) {
    const before = index
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = Number.parseInt(text.charAt(at++), BASE)
      // Letters stand for 0 to 25, digits for 26 to 35; the other way round than in numbers.
      const value = digit < 10 ? digit + 26 : digit - 10
      const threshold = Math.min(Math.max(k - bias, 1), 26)
      index += value * weight
      if (Number.isNaN(index) || index > MOST * (letters.length + 1)) return null
      if (value < threshold) break
      weight *= BASE - threshold
    }
    const length = letters.length + 1
    bias = adapt(index - before, length, before === 0)
    code += Math.floor(index / length)
    index %= length
    if (code > MOST) return null
    letters.splice(index++, 0, code)
  }
  const name = String.fromCodePoint(...letters)
  return NAME.test(name) && name === name.normalize('NFC').toLowerCase() ? name : null
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? 700 : 2))
  rest += Math.floor(rest / length)
  let k = 0
  for (; rest > 455; k += BASE) rest = Math.floor(rest / 35)
  return k + Math.floor((36 * rest) / (rest + 38))
}
