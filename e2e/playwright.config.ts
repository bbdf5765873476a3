import { defineConfig } from '@playwright/test'
import { hasElectron } from './fixtures/curtain-app.ts'
import type { Options } from './fixtures/test.ts'

/**
 * chromium: every spec on the stand-in, always. electron: every spec in the real one, where its binary is.
 * walls: the attack tests of the five walls. All need `npm run build` first.
 */
export default defineConfig<Options>({
  outputDir: '../test-results',
  fullyParallel: true,
  // Each test is a browser, a mail server and two processes of Node.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // A browser that hung once on a busy machine. What leaks, leaks again, and is reported as flaky at least.
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  projects: [
    {
      name: 'chromium',
      testDir: 'specs',
      testIgnore: 'electron-only/**',
      use: { shell: 'stand-in' },
    },
    ...(hasElectron ? [{ name: 'electron', testDir: 'specs', use: { shell: 'electron' as const } }] : []),
    { name: 'walls', testDir: 'walls' },
  ],
})
