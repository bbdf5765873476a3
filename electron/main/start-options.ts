import { resolve } from 'node:path'

/** What the command line and the environment may say about this start. */
export interface StartOptions {
  /** Where everything is kept, instead of the system's place for it. */
  dataDirectory: string | undefined
  language: 'en' | 'ar' | undefined
  theme: 'light' | 'dark' | undefined
  /** Demo and tests: one loopback server stands for every host on the Internet. */
  senders: { address: string; port: number } | undefined
}

/**
 * @param packaged An installed program takes no orders about the network from its environment.
 * @throws RangeError on `--data` without a folder: starting on the wrong mail would be worse.
 */
export function readStartOptions(
  argv: string[],
  environment: Record<string, string | undefined>,
  packaged: boolean,
): StartOptions {
  const { CURTAIN_LANGUAGE: language, CURTAIN_THEME: theme, CURTAIN_SENDERS: senders } = environment
  return {
    dataDirectory: readDataDirectory(argv),
    language: language === 'en' || language === 'ar' ? language : undefined,
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    senders: packaged || senders === undefined ? undefined : readLoopbackServer(senders),
  }
}

function readDataDirectory(argv: string[]): string | undefined {
  const at = argv.findIndex((argument) => argument === '--data' || argument.startsWith('--data='))
  if (at === -1) return undefined
  const folder = argv[at] === '--data' ? argv[at + 1] : argv[at]?.slice('--data='.length)
  if (folder === undefined || folder === '' || folder.startsWith('--'))
    throw new RangeError('--data needs the path of a folder')
  return resolve(folder)
}

function readLoopbackServer(text: string): StartOptions['senders'] {
  const match = /^127\.0\.0\.1:(\d{1,5})$/.exec(text)
  const port = Number(match?.[1])
  return port >= 1 && port <= 65_535 ? { address: '127.0.0.1', port } : undefined
}
