import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
const SOURCES = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package-lock.json']

/** Builds the program when a source is newer than what was built. @throws when the build fails. */
export function buildIfStale(): void {
  const built = join(ROOT, 'out/main/main.js')
  const pages = join(ROOT, 'out/renderer/index.html')
  const age = existsSync(built) && existsSync(pages) ? statSync(built).mtimeMs : 0
  if (age > Math.max(...SOURCES.map((name) => newestIn(join(ROOT, name))))) return
  console.log('Building…')
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'error'],
    { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  )
  if (status !== 0) throw new Error(`The build failed:\n${stderr}`)
}

function newestIn(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs
  return Math.max(
    0,
    ...readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => !/\.test\.tsx?$|\.(?:eml|tsbuildinfo)$/.test(name))
      .map((name) => statSync(join(path, name)).mtimeMs),
  )
}
