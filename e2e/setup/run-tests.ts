/** `npm test`: what the machine lacks, then checks, unit and integration tests, the build, end-to-end tests. */
import { spawnSync } from 'node:child_process'
import { installDebianPackages } from './debian-packages.ts'

const STEPS = [
  ['npm', 'run', '--silent', 'check'],
  ['vitest', 'run'],
  ['npm', 'run', '--silent', 'build'],
  ['playwright', 'test', '--config', 'e2e/playwright.config.ts'],
]

if (!installDebianPackages()) process.exit(1)
for (const [command = '', ...args] of STEPS) {
  console.log(`\n> ${[command, ...args].join(' ')}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}
