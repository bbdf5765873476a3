import { StrictEmitter, strict } from './strict.ts'

/** The stand-in's machine never sleeps by itself: a test says when it woke. */
class StandInPowerMonitor extends StrictEmitter {
  constructor() {
    super('powerMonitor', ['resume'])
  }
}

export const powerMonitor = strict('powerMonitor', new StandInPowerMonitor())

/** Of Electron's `net`, which opens sockets, only what opens none. */
export const net = strict('net', { isOnline: () => true } satisfies Pick<Electron.Net, 'isOnline'>)
