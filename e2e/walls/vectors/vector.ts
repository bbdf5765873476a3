import { LEAK_DOMAIN } from '../counting-servers.ts'

/** Where one vector's traffic would be seen: no two vectors share a name or a path. */
export interface Address {
  /** `http://NAME.leak.test:PORT/leak-NAME/FILE`. */
  url(file: string): string
  /** NAME.leak.test, of no one else. */
  host: string
  port: number
  /** `leak-NAME`, to stand in every path, so that requests to the app's own origin are recognised too. */
  mark: string
}

/** One way by which a mail could tell its sender that it is being read. */
export interface Vector {
  /** Unique, and a DNS label: it is how hits are recognised. */
  name: string
  html(at: Address): string
  /** What the reader has to do: the pointer passes over everything in the mail, or presses it as well. */
  act?: 'hover' | 'press'
  /** It takes the whole page elsewhere, so it gets one of its own. */
  navigates?: true
  /** Why Chromium does nothing with it even where no wall stands. It stays: another version may. */
  inert?: string
}

export function addressOf(vector: Vector, port: number): Address {
  const host = `${vector.name}.${LEAK_DOMAIN}`
  const mark = `leak-${vector.name}`
  return { host, port, mark, url: (file) => `http://${host}:${port}/${mark}/${file}` }
}
