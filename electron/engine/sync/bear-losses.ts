/** What a download does about a connection that is lost again and again. */
export interface Losses {
  /**
   * One more.
   *
   * @param arrived how many mails have come so far, over all connections.
   * @returns how long to wait before connecting again, in ms; null: there is no use in it now.
   */
  lost(arrived: number): number | null
}

/** A mail that takes the connection down costs two, and up to four in a row are passed over. */
const MOST_IN_VAIN = 8
/** A connection that brought so many mails, or went on for so long, was worth its login. */
const WORTH_MAILS = 50
const WORTH_MS = 60_000

/** @param delay in ms, of the n-th time in a row, from 0. */
export function bearLosses(delay: (attempt: number) => number, now = () => performance.now()): Losses {
  let inVain = 0
  let last = { arrived: 0, at: now() }
  return {
    lost(arrived) {
      const isWorth = arrived - last.arrived >= WORTH_MAILS || now() - last.at >= WORTH_MS
      inVain = isWorth ? 1 : inVain + 1
      if (inVain > MOST_IN_VAIN) return null
      // Servers do end a connection now and then: that is no reason to wait.
      const wait = inVain === 1 ? 0 : delay(inVain - 2)
      last = { arrived, at: now() + wait }
      return wait
    },
  }
}
