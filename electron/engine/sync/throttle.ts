export interface Throttle<Key> {
  /** Runs the latest act given for this key: at once when nothing ran lately, otherwise when it is time again. */
  run(key: Key, act: () => void): void
  /** Runs what waits, now. */
  flush(): void
}

/** For news that come faster than anybody can look: each key's acts run at most once per `ms`, the last one always. */
export function createThrottle<Key>(ms: number): Throttle<Key> {
  const waiting = new Map<Key, { timer: NodeJS.Timeout; act: (() => void) | null }>()

  function rest(key: Key): void {
    const timer = setTimeout(() => {
      const act = waiting.get(key)?.act
      waiting.delete(key)
      if (!act) return
      act()
      rest(key)
    }, ms)
    timer.unref()
    waiting.set(key, { timer, act: null })
  }

  return {
    run(key, act) {
      const resting = waiting.get(key)
      if (resting) {
        resting.act = act
        return
      }
      act()
      rest(key)
    },
    flush() {
      for (const { timer, act } of waiting.values()) {
        clearTimeout(timer)
        act?.()
      }
      waiting.clear()
    },
  }
}
