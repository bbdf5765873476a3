import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
})
export type Bounds = z.infer<typeof boundsSchema>

const stateSchema = z.object({ bounds: boundsSchema, maximized: z.boolean() })
/** Where the window was when it was last closed, in device-independent pixels. */
export type WindowState = z.infer<typeof stateSchema>

export function loadWindowState(file: string): WindowState | undefined {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Losing it is no reason to disturb anybody. */
export function saveWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 })
  } catch {}
}

/** The kept bounds where enough of them still lies on a screen to be grabbed; undefined lets the system choose. */
export function fitOnScreens(bounds: Bounds, workAreas: Bounds[]): Bounds | undefined {
  const GRABBABLE = 100
  return workAreas.some((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
    const topOnScreen = bounds.y >= area.y && bounds.y <= area.y + area.height - GRABBABLE
    return width >= GRABBABLE && topOnScreen
  })
    ? bounds
    : undefined
}
