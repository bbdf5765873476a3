/** Wall 5: only network/ can reach the network. Every source file of the engine, the shell and shared/ is read. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../..')
const SOCKET_MODULES =
  /^(?:node:)?(?:net|tls|http|https|http2|dgram|dns|dns\/promises|inspector)$|^(?:undici|imapflow|oauth4webapi|ws|socks|axios|node-fetch|got)(?:\/|$)|^nodemailer(?:$|\/lib\/(?:smtp|fetch))/
/** Importing forms, with the type-only ones left out: they are gone before anything runs. */
const IMPORTS =
  /^\s*(?:import\s(?!type\b)(?:[^'"]*?\sfrom\s*)?|export\s(?!type\b)[^'"=]*?\sfrom\s*)['"]([^'"]+)['"]|\b(?:import|require|getBuiltinModule)\s*\(\s*['"]([^'"]+)['"]/gm
/** What Node gives every file without an import. */
const GLOBALS = /(?<![.\w'"])(?:fetch|WebSocket|EventSource|XMLHttpRequest)\s*\(|globalThis\.fetch|sendBeacon/
/** Electron's own ways, which go through the session (wall 4). */
const ASKS_CHROMIUM = /\b(?:net|session)\.(?:fetch|request|resolveHost|preconnect|downloadURL)\s*\(/

function waysOut(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
  const modules = [...code.matchAll(IMPORTS)]
    .map(([, imported, called]) => imported ?? called ?? '')
    .filter((name) => SOCKET_MODULES.test(name))
  const globals = GLOBALS.exec(code)
  return globals ? [...modules, globals[0]] : modules
}

function sourcesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll(sep, '/'))
    .filter((name) => /\.(?:ts|js|mjs)$/.test(name) && !/\.test\.ts$|\/testing\//.test(name))
}

test('only network/ can open a socket', () => {
  const sources = [...sourcesUnder('electron'), ...sourcesUnder('shared')]
  expect(sources.length).toBeGreaterThan(30)
  const leaks = sources
    .filter((name) => !name.startsWith('electron/engine/network/'))
    .flatMap((name) => waysOut(readFileSync(join(ROOT, name), 'utf8')).map((way) => `${name}: ${way}`))
  expect(leaks).toEqual([])
})

test('the web has one way out, behind one connector, and two clients that use it', () => {
  const namesOf = (uses: (source: string) => boolean) =>
    sourcesUnder('electron')
      .filter((name) => uses(readFileSync(join(ROOT, name), 'utf8')))
      .map((name) => name.split('/').at(-1))
      .toSorted()
  expect(namesOf((source) => waysOut(source).includes('undici'))).toEqual([
    'guarded-agent.ts',
    'guarded-connect.ts',
  ])
  expect(
    namesOf(
      (source) => source.includes("/guarded-connect.ts'") && !/import type .*guarded-connect/.test(source),
    ),
  ).toEqual(['guarded-agent.ts'])
  expect(namesOf((source) => source.includes("/guarded-agent.ts'"))).toEqual([
    'guarded-fetch.ts',
    'guarded-request.ts',
  ])
})

test('the shell asks Chromium for nothing from the network, but to see in the leak test that it gets nothing', () => {
  const askers = [...sourcesUnder('electron/main'), ...sourcesUnder('electron/preload')].filter((name) =>
    ASKS_CHROMIUM.test(readFileSync(join(ROOT, name), 'utf8')),
  )
  expect(askers).toEqual(['electron/main/try-network.ts'])
})

test('nothing in network/ writes anything down', () => {
  const sources = sourcesUnder('electron/engine/network').map((name) =>
    readFileSync(join(ROOT, name), 'utf8'),
  )
  for (const source of sources) {
    expect(source).not.toMatch(/\bconsole\.|\bprocess\.(?:stdout|stderr|emitWarning)|from '[^']*\/log\//)
  }
})

test.each([
  "import net from 'node:net'",
  "import { get } from 'https'",
  "import {\n  connect,\n} from 'node:tls'",
  "import 'undici'",
  "export { lookup } from 'node:dns'",
  "const { request } = await import('node:http')",
  "const dgram = require('dgram')",
  "process.getBuiltinModule('node:net')",
  "await fetch('https://example.org')",
  "new WebSocket('wss://example.org')",
  "globalThis.fetch('https://example.org')",
  "import { createTransport } from 'nodemailer'",
])('the check sees %j', (source) => {
  expect(waysOut(source)).not.toEqual([])
})

test.each([
  "import type { LookupFunction } from 'node:net'",
  "import { createGuardedFetch } from '../network/guarded-fetch.ts'",
  "// import net from 'node:net'",
  'await client.fetch(range)',
])('the check lets %j pass', (source) => {
  expect(waysOut(source)).toEqual([])
})
