/**
 * Runs the built program (out/main/main.js, unchanged) on a stock Chromium.
 *
 *   node e2e/stand-in/run.ts [--headed | --headless] [--data DIR] [--remote-debugging-port N] [--SWITCH[=VALUE] …]
 *
 * Visible when there is a display, unless --headless says otherwise. Switches that it does not know go to
 * Chromium, as with Electron.
 */
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from './app.ts'
import { putAnswer, type ToStandIn } from './asked.ts'
import { pickMenuItem } from './menu.ts'
import { powerMonitor } from './power-monitor.ts'
import { state } from './state.ts'

const program = join(import.meta.dirname, '../../out/main/main.js')
const electron = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href

if (!existsSync(program)) {
  console.error('There is no built program. Run: npm run build')
  process.exit(1)
}
readSwitches(process.argv.slice(2))
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: electron, shortCircuit: true } : next(specifier, context),
})

process.on('SIGINT', () => app.quit())
process.on('SIGTERM', () => app.quit())
process.on('message', (message) => obey(message as ToStandIn))
// A test that died takes its window with it.
process.on('disconnect', () => app.quit())

await import(pathToFileURL(program).href)
app.becomeReady()

function readSwitches(given: string[]): void {
  state.headed = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
  for (const [at, argument] of given.entries()) {
    const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? []
    if (name === '' || name === 'data') continue
    if (name === 'headed' || name === 'headless') state.headed = name === 'headed'
    else if (name === 'remote-debugging-port') state.switches.set(name, value ?? given[at + 1] ?? '0')
    else state.switches.set(name, value ?? null)
  }
}

function obey(message: ToStandIn): void {
  switch (message.kind) {
    case 'answer':
      putAnswer(message.answer)
      return
    case 'menu':
      pickMenuItem(message.label)
      return
    case 'resume':
      powerMonitor.emit('resume')
      return
    case 'quit':
      app.quit()
  }
}
