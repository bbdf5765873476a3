/**
 * Reads what a domain, or Mozilla's directory, says about mail servers: the "autoconfig" format, config-v1.1.xml
 * (https://www.bucksch.org/1/projects/thunderbird/autoconfiguration/config-file-format.html).
 *
 * The file is a stranger's: htmlparser2 knows no DTD, so there are no entities of the file's own to unfold and no
 * files to include, and the caller bounds its size.
 */
import { Parser } from 'htmlparser2'
import { type FoundServer, type MailServers, mailDomainSchema } from '../../../shared/models/mail-servers.ts'

type Read = Pick<MailServers, 'name' | 'imap' | 'smtp'>

/** One incomingServer or outgoingServer, as it stands there. */
interface Described {
  direction: 'incomingServer' | 'outgoingServer'
  kind: string
  /** Only the first of each: an element that comes twice has no meaning. */
  texts: Map<string, string>
}

/** Elements of no use are passed over; so deep does none that is. */
const DEEPEST = 6
const LONGEST_TEXT = 1_000

const SECURITIES = new Map<string, FoundServer['security']>([
  ['SSL', 'tls'],
  ['STARTTLS', 'starttls'],
])

/** @returns null for what is no such file, or names no server that can be spoken to in private. */
export function readAutoconfig(xml: string, domain: string): Read | null {
  const servers: Described[] = []
  const names = new Map<string, string>()
  const path: string[] = []
  let depth = 0
  let text = ''
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth += 1
        text = ''
        if (depth > DEEPEST) return
        path.push(name)
        if (!isProviders(path) || depth !== 3) return
        if (name !== 'incomingServer' && name !== 'outgoingServer') return
        servers.push({ direction: name, kind: attributes['type'] ?? '', texts: new Map() })
      },
      ontext(piece) {
        if (text.length < LONGEST_TEXT) text += piece
      },
      onclosetag(name) {
        const into = depth === 4 && isServers(path) ? servers.at(-1)?.texts : depth === 3 ? names : undefined
        if (into && isProviders(path) && !into.has(name)) into.set(name, text.trim())
        if (depth <= DEEPEST) path.pop()
        depth -= 1
        text = ''
      },
    },
    { xmlMode: true },
  )
  parser.end(xml)
  const imap = choose(servers, 'incomingServer', 'imap', domain)
  const smtp = choose(servers, 'outgoingServer', 'smtp', domain)
  if (imap === null) return null
  const name = names.get('displayShortName') || names.get('displayName') || null
  return { name: name?.replaceAll('%EMAILDOMAIN%', domain).slice(0, 80) ?? null, imap, smtp }
}

function isProviders(path: string[]): boolean {
  return path[0] === 'clientConfig' && path[1] === 'emailProvider'
}

function isServers(path: string[]): boolean {
  return path[2] === 'incomingServer' || path[2] === 'outgoingServer'
}

/** In the file's order, but encryption from the first byte before encryption on demand (RFC 8314, 3). */
function choose(
  servers: Described[],
  direction: Described['direction'],
  kind: string,
  domain: string,
): FoundServer | null {
  const usable = servers
    .filter((one) => one.direction === direction && one.kind === kind)
    .flatMap((one) => toServer(one.texts, domain) ?? [])
  return usable.find(({ security }) => security === 'tls') ?? usable[0] ?? null
}

/** null: nothing to connect to, no encryption, or no way to log in that Curtain has. */
function toServer(texts: Map<string, string>, domain: string): FoundServer | null {
  const security = SECURITIES.get(texts.get('socketType') ?? '')
  const host = mailDomainSchema.safeParse(
    (texts.get('hostname') ?? '').replaceAll('%EMAILDOMAIN%', domain).toLowerCase(),
  )
  const port = /^\d{1,5}$/.test(texts.get('port') ?? '') ? Number(texts.get('port')) : 0
  const user = texts.get('username') || '%EMAILADDRESS%'
  if (security === undefined || !host.success || port < 1 || port > 65_535) return null
  if (user.length > 320 || /\p{Cc}/u.test(user)) return null
  return { host: host.data, port, security, user }
}
