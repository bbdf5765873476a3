import type { Session } from 'electron'
import { isOwnRequest, type PageAddresses } from './page-addresses.ts'

/** What Chromium asked of the network since the program started, as the shell saw it. */
export interface TrafficCount {
  /** Refused before a byte was sent: requests, and frames or windows that would have gone elsewhere. */
  stopped: number
  /** Sent. Has to stay 0. */
  left: number
}

export interface Traffic {
  readonly count: Readonly<TrafficCount>
  /** Decides over one request, and counts what it refuses. */
  mayPass(url: string): boolean
  /** Counts a navigation or a window that was refused: no request comes of it. */
  refused(): void
  /** Counts what is sent all the same. */
  watch(session: Session): void
  onChange(listener: (count: TrafficCount) => void): void
}

/** The one counter of the program; whoever decides over requests asks `mayPass`. */
export function countTraffic(addresses: PageAddresses): Traffic {
  const count = { stopped: 0, left: 0 }
  const listeners: ((count: TrafficCount) => void)[] = []
  function add(what: keyof TrafficCount): void {
    count[what] += 1
    for (const listener of listeners) listener({ ...count })
  }
  return {
    count,
    mayPass(url) {
      const passes = isOwnRequest(url, addresses)
      if (!passes) add('stopped')
      return passes
    },
    refused: () => add('stopped'),
    watch(session) {
      session.webRequest.onSendHeaders(({ url }) => {
        if (!isOwnRequest(url, addresses)) add('left')
      })
    },
    onChange: (listener) => listeners.push(listener),
  }
}
