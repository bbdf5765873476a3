import type { MailServers } from '../../../shared/models/mail-servers.ts'
import type { GuardedRequest } from '../network/guarded-request.ts'
import type { LookUpServices } from '../network/look-up-services.ts'
import { chooseService } from './choose-service.ts'
import { providerOfHost } from './known-providers.ts'
import { readAutoconfig } from './read-autoconfig.ts'

interface Ways {
  request: GuardedRequest
  /** null: name servers must not be asked, because a proxy is set. */
  lookUpServices: LookUpServices | null
  signal: AbortSignal
}

type Found = Pick<MailServers, 'source' | 'name' | 'imap' | 'smtp'>

const DIRECTORY = 'https://autoconfig.thunderbird.net/v1.1/'
const CONFIG = 'mail/config-v1.1.xml'
const MAX_REDIRECTS = 3
const MAX_BYTES = 128 * 1024
const DEADLINE_MS = 6_000

/**
 * Asks others where a domain's mail is: the domain itself, Mozilla's directory, the domain's name server, each only
 * if the one before did not know. They learn the domain, never the address. Only ever called after the user said yes.
 *
 * @returns null when nobody knows, or nobody can be reached.
 */
export async function askForServers(domain: string, ways: Ways): Promise<MailServers | null> {
  const found =
    (await askDomain(domain, ways)) ??
    (await readFrom(`${DIRECTORY}${domain}`, 'directory', domain, ways)) ??
    (await askNameServer(domain, ways))
  ways.signal.throwIfAborted()
  if (found === null) return null
  // Many a domain's mail is at one of the large providers, of whom more is known.
  const known = found.imap && providerOfHost(found.imap.host)
  return { hint: known?.hint ?? null, help: known?.help ?? null, oauth: known?.oauth ?? null, ...found }
}

async function askDomain(domain: string, ways: Ways): Promise<Found | null> {
  const [own, wellKnown] = await Promise.all([
    readFrom(`https://autoconfig.${domain}/${CONFIG}`, 'domain', domain, ways),
    readFrom(`https://${domain}/.well-known/autoconfig/${CONFIG}`, 'domain', domain, ways),
  ])
  return own ?? wellKnown
}

async function readFrom(
  url: string,
  source: Found['source'],
  domain: string,
  { request, signal }: Ways,
): Promise<Found | null> {
  let next = url
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const asked = next
    const answer = await request({ url: asked, maxBytes: MAX_BYTES, deadlineMs: DEADLINE_MS, signal }).catch(
      () => null,
    )
    if (answer === null) return null
    const { status, location, bytes } = answer
    if (status === 200) {
      const read = readAutoconfig(new TextDecoder().decode(bytes), domain)
      return read && { source, ...read }
    }
    const target = URL.parse(location, asked)
    if (status < 300 || status > 399 || location === '' || target === null) return null
    next = target.href
  }
  return null
}

async function askNameServer(domain: string, { lookUpServices, signal }: Ways): Promise<Found | null> {
  if (lookUpServices === null) return null
  const [imaps = [], imap = [], submissions = [], submission = []] = await Promise.all(
    ['_imaps', '_imap', '_submissions', '_submission'].map((service) =>
      lookUpServices(`${service}._tcp.${domain}`, signal),
    ),
  )
  const incoming = chooseService(imaps, imap)
  if (incoming === null) return null
  return { source: 'dns', name: null, imap: incoming, smtp: chooseService(submissions, submission) }
}
