import { readFileSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type Plugin } from 'vitest/config'
import { KEEP_WRAPPERS } from './e2e/setup/keep-wrappers.ts'
import { MESSAGE_CSP } from './shared/page-policies.ts'

/** The frame of a mail, where the app has it and with the app's policy. */
const serveMessageFrame: Plugin = {
  name: 'serve-message-frame',
  configureServer(server) {
    server.middlewares.use('/message-frame.html', (_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.setHeader('Content-Security-Policy', MESSAGE_CSP)
      response.end(readFileSync('renderer/message-frame.html'))
    })
  },
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          execArgv: [KEEP_WRAPPERS],
          include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'e2e/**/*.test.ts'],
        },
      },
      {
        plugins: [serveMessageFrame],
        // Every dependency of the page is prepared before the first test: found later, it would reload a running one.
        optimizeDeps: { entries: ['renderer/main.tsx', 'renderer/**/*.test.{ts,tsx}'] },
        // Message preparation is only worth testing where it runs: in a real Chromium.
        test: {
          name: 'page',
          include: ['renderer/**/*.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
                args: ['--no-sandbox'],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
