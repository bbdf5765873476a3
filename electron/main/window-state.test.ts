import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fitOnScreens, loadWindowState, saveWindowState } from './window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }

test('a window comes back where it was', () => {
  const bounds = { x: 100, y: 50, width: 1200, height: 800 }
  expect(fitOnScreens(bounds, [screen])).toEqual(bounds)
  expect(fitOnScreens({ ...bounds, x: 2000 }, [screen, { ...screen, x: 1920 }])).toMatchObject({ x: 2000 })
})

test.each([
  { x: 5000, y: 50, width: 1200, height: 800 },
  { x: -1150, y: 50, width: 1200, height: 800 },
  { x: 100, y: -500, width: 1200, height: 800 },
  { x: 100, y: 1070, width: 1200, height: 800 },
])('a window that lay on an unplugged screen is not lost: %j', (bounds) => {
  expect(fitOnScreens(bounds, [screen])).toBeUndefined()
})

test('a damaged file is no state at all', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'curtain-window-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'window.json')
  expect(loadWindowState(file)).toBeUndefined()
  const state = { bounds: screen, maximized: true }
  saveWindowState(file, state)
  expect(loadWindowState(file)).toEqual(state)
  await writeFile(file, '{"bounds":{"x":"1e9"')
  expect(loadWindowState(file)).toBeUndefined()
})
