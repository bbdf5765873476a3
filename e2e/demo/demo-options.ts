import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface DemoOptions {
  /** Folder of .eml and .html files to serve instead of the demo's own mails. */
  mail: string | undefined
  headless: boolean
  language: 'en' | 'ar' | undefined
  theme: 'light' | 'dark' | undefined
  /** Kept between runs instead of a temporary folder. */
  data: string | undefined
  /** false: hosts of the mails go to the machine's own resolver, not to the demo's server. */
  resolve: boolean
  debuggingPort: number | undefined
}

export const USAGE = `npm run demo -- [options]

  --mail DIR                  serve your own .eml and .html files instead of the demo's mails
  --headless                  no window: sync, print the list with badges and the counter, end
  --lang en|ar                language of the window
  --theme light|dark          look of the window
  --data DIR                  keep the mail there instead of in a temporary folder
  --no-resolve                let the hosts of the mails go to this machine's own resolver
  --remote-debugging-port N   let a DevTools client drive the window
`

/** What was typed can't be understood: said without a stack. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readDemoOptions(args: string[]): DemoOptions {
  const { lang, theme, ...values } = parse(args)
  const port = values['remote-debugging-port']
  return {
    mail: values.mail === undefined ? undefined : resolve(values.mail),
    headless: values.headless ?? false,
    language: oneOf('--lang', lang, ['en', 'ar']),
    theme: oneOf('--theme', theme, ['light', 'dark']),
    data: values.data === undefined ? undefined : resolve(values.data),
    resolve: !values['no-resolve'],
    debuggingPort: port === undefined ? undefined : readPort(port),
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        mail: { type: 'string' },
        headless: { type: 'boolean' },
        lang: { type: 'string' },
        theme: { type: 'string' },
        data: { type: 'string' },
        'no-resolve': { type: 'boolean' },
        'remote-debugging-port': { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'These options can’t be read')
  }
}

function oneOf<Choice extends string>(
  option: string,
  given: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  const chosen = choices.find((choice) => choice === given)
  if (given !== undefined && chosen === undefined) {
    throw new UsageError(`${option} is one of ${choices.join(', ')}`)
  }
  return chosen
}

function readPort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UsageError('--remote-debugging-port is a number from 1 to 65535')
  }
  return port
}
