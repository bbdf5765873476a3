import type { ShellClient, ShellContract } from '../shared/contract.ts'
import type { EventOf } from '../shared/serve.ts'

export type TrafficCount = EventOf<ShellContract, 'shell.traffic'>

/** What this window asked of the network, as Chromium's session counts it. */
export interface Traffic {
  /** The same object until it counts something. */
  now(): TrafficCount
  subscribe(listener: () => void): () => void
  /** What happens until the returned function is called is none of the mails' doing, and is left out. */
  setAside(): () => void
}

/**
 * Follows the shell's counter from the start of the page on: whoever asks has the count at once, so that not even
 * the first request of a mail that is being opened can hide in the time that an answer takes.
 *
 * @param first the shell's answer before any mail was shown.
 */
export function followTraffic(shell: ShellClient, first: TrafficCount): Traffic {
  const listeners = new Set<() => void>()
  let counted = first
  let shown = first
  let aside = 0
  shell.on('shell.traffic', (next) => {
    if (aside === 0) {
      shown = {
        stopped: shown.stopped + next.stopped - counted.stopped,
        left: shown.left + next.left - counted.left,
      }
    }
    counted = next
    for (const listener of listeners) listener()
  })
  return {
    now: () => shown,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setAside() {
      aside += 1
      return () => {
        aside -= 1
      }
    },
  }
}
