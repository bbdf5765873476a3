/** Every name under it leads to the counting web server; all others do not exist. */
export const LEAK_DOMAIN = 'leak.test'

/** Where one vector's traffic would be seen: no two vectors, and no two rounds, share a name or a path. */
export interface Address {
  /** `SCHEME://NAME.ROUND.leak.test:PORT/leak-ROUND-NAME/FILE`. */
  url(file: string): string
  /** NAME.ROUND.leak.test, of no one else. Chromium remembers what it looked up, so every round has new names. */
  host: string
  port: number
  /** `leak-ROUND-NAME`, to stand in every path, so that requests to the app's own origin are recognised too. */
  mark: string
  /** On 127.0.0.1, for vectors that are seen by nothing but a connection. */
  silentPort: number
}

/** One way by which a mail could tell its sender that it is being read. */
export interface Vector {
  /** Unique, and a DNS label: it is how hits are recognised. */
  name: string
  html(at: Address): string
  /** What the reader has to do: point at everything in the mail, press it as well, or print the mail. */
  act?: 'hover' | 'press' | 'print'
  /** It may take the whole page elsewhere, so it gets one of its own. */
  navigates?: true
  /** It leads the frame it is in elsewhere. No sandbox and no policy stops that: the shell refuses it. */
  leads?: true
  /**
   * The app's own test would hear nothing of it even without a wall: it resolves a name, opens a connection or a
   * socket, asks the program itself, needs a hand to press, focus or open a window, or is seen only by what reads
   * ahead of Chromium's parser.
   */
  silent?: true
  /** Why Chromium does nothing with it in a frame, even where no wall stands. It stays: another version may. */
  inert?: string
}

/** Where the traffic of a round goes. */
interface Target {
  port: number
  silentPort: number
  scheme?: 'http' | 'https'
}

/** @param round new for every time that the same Chromium is shown the same vectors. */
export function addressOf(
  { name }: Vector,
  round: string | number,
  { port, silentPort, scheme = 'http' }: Target,
): Address {
  const host = `${name}.${round}.${LEAK_DOMAIN}`
  const mark = `leak-${round}-${name}`
  return { host, port, mark, silentPort, url: (file) => `${scheme}://${host}:${port}/${mark}/${file}` }
}
