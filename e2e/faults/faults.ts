/** `npm run faults -- --times 200 --seed 1`: kills engine and server amid acts, and says what that broke. */
import { parseArgs } from 'node:util'
import { runFaults } from './run-faults.ts'

const { values } = parseArgs({ options: { times: { type: 'string' }, seed: { type: 'string' } } })
const times = Number(values.times ?? 200)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
console.log(`${times} times, seed ${seed}`)
const begun = performance.now()
const { faults, ...figures } = await runFaults({ times, seed })
const seconds = Math.round((performance.now() - begun) / 1_000)
console.log(JSON.stringify({ rounds: times, ...figures, faults: faults.length, seconds }))
for (const fault of faults) console.log(fault)
if (faults.length > 0) process.exitCode = 1
