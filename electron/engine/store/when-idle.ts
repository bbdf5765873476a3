const QUIET_MS = 10_000
const BETWEEN_STEPS_MS = 20

/** Does `step` again and again while nobody calls `busy` for ten seconds, for as long as it answers true. */
export function whenIdle(step: () => boolean): { busy(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined
  let lastBusy = 0

  function plan(ms: number): void {
    timer = setTimeout(run, ms)
    timer.unref()
  }
  function run(): void {
    timer = undefined
    const quiet = performance.now() - lastBusy
    if (quiet < QUIET_MS) plan(QUIET_MS - quiet)
    else if (step()) plan(BETWEEN_STEPS_MS)
  }

  return {
    busy() {
      lastBusy = performance.now()
      if (timer === undefined) plan(QUIET_MS)
    },
    stop() {
      clearTimeout(timer)
    },
  }
}
