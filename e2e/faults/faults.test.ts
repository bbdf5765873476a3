import { expect, test } from 'vitest'
import { runFaults } from './run-faults.ts'

test('kills of engine and server amid acts lose nothing and do nothing twice', async () => {
  const { faults, kills } = await runFaults({ times: 10, seed: 7 })
  expect(faults).toEqual([])
  expect(kills.engine + kills.server + kills.sessions).toBe(10)
}, 120_000)
