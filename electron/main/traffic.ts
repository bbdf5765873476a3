import type { Session } from 'electron'
import { isOwnRequest, type PageAddresses } from './page-addresses.ts'

/** What Chromium asked of the network since the program started, as the session saw it. */
export interface TrafficCount {
  /** Refused before a byte was sent. */
  stopped: number
  /** Sent. Has to stay 0. */
  left: number
}

export interface Traffic {
  readonly count: Readonly<TrafficCount>
  /** Decides over one request, and counts what it refuses. */
  mayPass(url: string): boolean
  onChange(listener: (count: TrafficCount) => void): void
}

/** Watches what is sent; whoever decides over requests asks `mayPass`. */
export function watchTraffic(session: Session, addresses: PageAddresses): Traffic {
  const count = { stopped: 0, left: 0 }
  const listeners: ((count: TrafficCount) => void)[] = []
  const changed = (): void => {
    for (const listener of listeners) listener({ ...count })
  }
  session.webRequest.onSendHeaders(({ url }) => {
    if (isOwnRequest(url, addresses)) return
    count.left += 1
    changed()
  })
  return {
    count,
    mayPass(url) {
      const passes = isOwnRequest(url, addresses)
      if (!passes) {
        count.stopped += 1
        changed()
      }
      return passes
    },
    onChange: (listener) => listeners.push(listener),
  }
}
