import { expect, test } from 'vitest'
import { runFaults } from './run-faults.ts'

test('kills of engine and server at any moment lose nothing, do nothing twice, and let the last act win', async () => {
  const { faults, kills } = await runFaults({ times: 8, seed: 7 })
  expect(faults).toEqual([])
  expect(kills.engine + kills.server + kills.sessions).toBeGreaterThanOrEqual(8)
}, 300_000)
