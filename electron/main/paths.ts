import { join } from 'node:path'

const built = import.meta.dirname

/** Files of the program itself, beside this bundle in out/. */
export const program = {
  renderer: join(built, '../renderer'),
  preload: join(built, '../preload/preload.cjs'),
  engine: join(built, 'engine.js'),
}

/** The shell's own files in the data folder. The engine keeps its own there too. */
export function shellFiles(dataDirectory: string) {
  return {
    secrets: join(dataDirectory, 'secrets.json'),
    databaseKey: join(dataDirectory, 'database-key'),
    linkMode: join(dataDirectory, 'links.json'),
    windowState: join(dataDirectory, 'window.json'),
    log: join(dataDirectory, 'shell.log'),
  }
}
