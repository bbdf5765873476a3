/** What the parts of the stand-in know of each other: settings made before Chromium starts, and Chromium. */
import type { StandInWindow } from './browser-window.ts'

export interface StandInState {
  /** Chromium's command line, by switch name; null for a switch without value. */
  switches: Map<string, string | null>
  /** Preferences of the profile, by path with dots. */
  preferences: Map<string, unknown>
  headed: boolean
  windows: Set<StandInWindow>
}

export const state: StandInState = {
  switches: new Map(),
  preferences: new Map(),
  headed: false,
  windows: new Set(),
}
