/**
 * Structured clone as text, for the one road between Node and the page that carries only text (a binding of
 * the DevTools protocol). Each function stands alone: its source is also run inside the page.
 */

/** @throws TypeError for what a real structured clone refuses, and for the rarer kinds the wire never carries. */
export function encodeClone(value: unknown, toBase64: (bytes: Uint8Array) => string): string {
  const pack = (item: unknown): unknown => {
    if (item === null || typeof item === 'string' || typeof item === 'boolean') return item
    if (typeof item === 'number') return Number.isFinite(item) ? item : ['number', String(item)]
    if (item === undefined) return ['undefined']
    if (typeof item === 'bigint') return ['bigint', String(item)]
    if (item instanceof Date) return ['date', item.getTime()]
    if (item instanceof Uint8Array) return ['bytes', toBase64(item)]
    if (Array.isArray(item)) return ['array', item.map(pack)]
    if (item instanceof Error) return ['error', item.name, item.message]
    const tag = Object.prototype.toString.call(item)
    if (typeof item !== 'object' || tag !== '[object Object]')
      throw new TypeError(`${tag} could not be cloned by the stand-in`)
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, pack(inner)]))
  }
  return JSON.stringify(pack(value))
}

export function decodeClone(text: string, fromBase64: (text: string) => Uint8Array): unknown {
  const unpack = (item: unknown): unknown => {
    if (item === null || typeof item !== 'object') return item
    if (!Array.isArray(item))
      return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, unpack(inner)]))
    const [kind, first, second] = item as [string, unknown, unknown]
    switch (kind) {
      case 'undefined':
        return undefined
      case 'number':
        return Number(first)
      case 'bigint':
        return BigInt(String(first))
      case 'date':
        return new Date(Number(first))
      case 'bytes':
        return fromBase64(String(first))
      case 'array':
        return (Array.isArray(first) ? first : []).map(unpack)
      case 'error':
        return Object.assign(new Error(String(second)), { name: String(first) })
      default:
        throw new TypeError(`Unknown kind ${kind}`)
    }
  }
  return unpack(JSON.parse(text))
}
