import { net, powerMonitor } from 'electron'
import { isAnotherNetwork, readNetworkSigns } from './network-signs.ts'

/** Electron tells of no change: two small system calls every five seconds do. */
const LOOK_EVERY_MS = 5_000

/** @param back is called when the machine has slept, and when there is a network again or another one. */
export function watchNetwork(back: () => void): void {
  let signs = readNetworkSigns(net.isOnline())
  powerMonitor.on('resume', back)
  setInterval(() => {
    const before = signs
    signs = readNetworkSigns(net.isOnline())
    if (isAnotherNetwork(before, signs)) back()
  }, LOOK_EVERY_MS).unref()
}
