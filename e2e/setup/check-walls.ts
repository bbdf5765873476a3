/**
 * Runs the dependency fences of .dependency-cruiser.mjs, and fails when nothing was read: a cruiser that
 * cannot parse TypeScript finds 0 modules and reports "no violations".
 */
import { spawnSync } from 'node:child_process'
import { z } from 'zod'

const FEWEST_MODULES = 100

const report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
    ruleSetUsed: z.object({
      forbidden: z.array(z.object({ name: z.string(), comment: z.string().optional() })),
    }),
  }),
})

const cruise = spawnSync(
  'depcruise',
  ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'shared', 'electron', 'renderer', 'e2e'],
  { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, shell: process.platform === 'win32' },
)
if (cruise.error) throw cruise.error
const { summary } = report.parse(JSON.parse(cruise.stdout))

if (summary.totalCruised < FEWEST_MODULES) {
  console.error(`Only ${summary.totalCruised} modules were read: the fences were not checked.`)
  process.exit(1)
}
for (const { from, to, rule } of summary.violations) {
  const advice = summary.ruleSetUsed.forbidden.find(({ name }) => name === rule.name)?.comment ?? ''
  console.error(`${from} -> ${to}\n  ${rule.name}: ${advice}`)
}
console.log(`${summary.totalCruised} modules, ${summary.violations.length} broken fences`)
process.exit(summary.violations.length === 0 ? 0 : 1)
