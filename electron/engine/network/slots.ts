export type InSlot = <T>(host: string, act: () => Promise<T>) => Promise<T>

/**
 * Lets at most `total` acts run at once and at most `perHost` for one host; the others wait in the order they
 * came, a waiting host never blocking another. Browsers keep to 6 a host: so do we, to look like one and not
 * to hammer a small server.
 */
export function createSlots(perHost: number, total: number): InSlot {
  const running = new Map<string, number>()
  const waiting: { host: string; start: () => void }[] = []
  let busy = 0

  function take(host: string): boolean {
    const ofHost = running.get(host) ?? 0
    if (busy >= total || ofHost >= perHost) return false
    busy += 1
    running.set(host, ofHost + 1)
    return true
  }

  function give(host: string): void {
    busy -= 1
    const left = (running.get(host) ?? 1) - 1
    if (left === 0) running.delete(host)
    else running.set(host, left)
    const next = waiting.findIndex((waiter) => take(waiter.host))
    if (next >= 0) waiting.splice(next, 1)[0]?.start()
  }

  return async function inSlot(host, act) {
    if (!take(host)) await new Promise<void>((start) => waiting.push({ host, start }))
    try {
      return await act()
    } finally {
      give(host)
    }
  }
}
