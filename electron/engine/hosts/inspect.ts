import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type ParsedMessage, parseMessage } from '../parse/parse-message.ts'
import { readMailboxes } from '../parse/read-mailboxes.ts'
import { type Analysis, analyseMessage } from '../trackers/analyse-message.ts'
import { formatBadge, printable } from './print-mail.ts'

const USAGE = `npm run cli -- inspect FILE.eml… [--json] [--html FILE.html…]

  What a mail in a file would load and tell its sender. Needs no account and no network.

  --json   one JSON object a line, described in docs/inspect.md
  --html   the files after it hold the HTML of a mail and nothing else
`

export interface Output {
  /** One line or block for standard output, without its line break. */
  print(text: string): void
  /** The same for standard error. */
  complain(text: string): void
}

const terminal: Output = { print: (text) => console.log(text), complain: (text) => console.error(text) }

interface File {
  path: string
  html: boolean
}

const options = { json: { type: 'boolean' }, html: { type: 'boolean' }, help: { type: 'boolean' } } as const

/** The files in order, each with what it holds: --html is for all that follow it. */
function readArguments(args: readonly string[]): { files: File[]; json: boolean; help: boolean } {
  const { values, tokens } = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true })
  const files: File[] = []
  let html = false
  for (const token of tokens) {
    if (token.kind === 'option' && token.name === 'html') html = true
    if (token.kind === 'positional') files.push({ path: token.value, html })
  }
  return { files, json: values.json === true, help: values.help === true }
}

/** Everyone the file says it was sent to: a tracker that carries one of these addresses names its reader. */
function recipientsOf(message: ParsedMessage): string[] {
  const everyone = [...message.to, ...message.cc, ...readMailboxes(message.headers, 'delivered-to')]
  return everyone.map(({ address }) => address).filter((address) => address !== '')
}

function formatFrom({ name, address }: ParsedMessage['from']): string {
  return name !== '' && address !== '' ? `${name} <${address}>` : name || address
}

/** The stable form (docs/inspect.md): keys are added, never renamed or removed. */
function formatJson(message: ParsedMessage, analysis: Analysis): string {
  const { links, receipts, platform } = analysis
  const { trackers, suspects, plain, services } = analysis.summary
  return JSON.stringify({
    subject: message.subject,
    from: formatFrom(message.from),
    references: analysis.references.map(({ part, url, host, kind, verdict, service, reasons }) => ({
      part,
      url,
      host,
      kind,
      verdict,
      service,
      reasons,
    })),
    links: links.map((link) => ({
      url: link.url,
      target: link.target,
      readableHost: link.readableHost,
      redirector: link.redirector,
      opaque: link.opaque,
      removed: link.removed,
      kept: link.kept,
      warnings: link.warnings,
      claims: link.claims,
    })),
    receipts: receipts.map(({ header, address }) => ({ header, address })),
    platform,
    summary: { trackers, suspects, plain, services },
  })
}

function formatReport(path: string, message: ParsedMessage, analysis: Analysis): string {
  const { references, links, receipts, platform, summary } = analysis
  const badge = formatBadge({
    trackerCount: summary.trackers,
    suspectCount: summary.suspects,
    remoteCount: references.length,
    services: summary.services,
  })
  return [
    printable(path),
    `  Subject: ${printable(message.subject)}`,
    `  From: ${printable(formatFrom(message.from))}`,
    ...(platform === null ? [] : [`  Sent with: ${printable(platform)}`]),
    ...(message.truncated
      ? ['  Larger or deeper than Curtain reads; this is what its beginning holds.']
      : []),
    badge === '' ? '  Would load nothing.' : `  Would load: ${badge}`,
    ...references.map(
      ({ part, verdict, kind, service, reasons, url }) =>
        `    ${verdict}\t${kind}${part === null ? ' (not shown)' : ''}\t${printable(service ?? '-')}\t${reasons.join(',') || '-'}\t${printable(url)}`,
    ),
    ...receipts.map(
      ({ header, address }) => `  Asks for a receipt: ${printable(header)}: ${printable(address)}`,
    ),
    ...links.filter(({ url, target, warnings }) => url !== target || warnings.length > 0).map(formatLink),
  ].join('\n')
}

function formatLink({ url, target, warnings, claims }: Analysis['links'][number]): string {
  const lines = [`  Link: ${printable(url)}`, `     -> ${printable(target)}`]
  if (warnings.length > 0) lines.push(`     Careful: ${warnings.join(', ')}`)
  if (claims !== null) lines.push(`     Its text says: ${printable(claims)}`)
  return lines.join('\n')
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'is a folder, not a file'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by you'
  return `can't be read (${String(code)})`
}

async function readMessage({ path, html }: File): Promise<ParsedMessage> {
  const bytes = await readFile(path)
  return parseMessage(html ? Buffer.concat([Buffer.from('Content-Type: text/html\r\n\r\n'), bytes]) : bytes)
}

/**
 * `inspect`: reads files, prints what each mail would load.
 * @returns exit status: 0, 1 when a file could not be read, 2 when the command line makes no sense
 */
export async function inspect(args: readonly string[], output: Output = terminal): Promise<number> {
  let command: ReturnType<typeof readArguments>
  try {
    command = readArguments(args)
  } catch (error) {
    output.complain(`${error instanceof Error ? error.message : ''}\n\n${USAGE}`)
    return 2
  }
  if (command.help || command.files.length === 0) {
    if (command.help) output.print(USAGE)
    else output.complain(`inspect needs a file\n\n${USAGE}`)
    return command.help ? 0 : 2
  }
  let status = 0
  for (const file of command.files) {
    let message: ParsedMessage
    try {
      message = await readMessage(file)
    } catch (error) {
      output.complain(`${printable(file.path)}: ${reasonOf(error)}`)
      status = 1
      continue
    }
    const analysis = analyseMessage({
      parts: message.parts,
      unshown: message.unshown,
      headers: message.headers,
      recipients: recipientsOf(message),
    })
    output.print(command.json ? formatJson(message, analysis) : formatReport(file.path, message, analysis))
  }
  return status
}
