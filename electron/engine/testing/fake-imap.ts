/**
 * A small IMAP server over a real socket, for what no real server does: it can be told to answer any command
 * in its own way. Speaks just enough IMAP4rev1 (RFC 3501) for folders that are only read.
 */
import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface FakeCommand {
  tag: string
  /** "UID FETCH", "SELECT" …, upper case. */
  name: string
  /** What stands after the name. */
  rest: string
  /** The one that is open; empty before. */
  folder: string
  send(data: string): void
  socket: Socket
  /** The ordinary answer. */
  answer(): void
}

export interface FakeImap {
  port: number
  /** Every command line received, passwords included. */
  heard: string[]
}

export interface FakeMessage {
  uid: number
  /** ASCII. */
  source: string
  /** What the server says of its parts; of one small text without it. */
  structure?: string
}

/**
 * @param mail of the INBOX, or by folder; what a test adds to it later is there at once.
 * @param misbehave gets every command instead of the ordinary answer, which it may still give.
 */
export async function startFakeImap(
  mail: readonly FakeMessage[] | Record<string, readonly FakeMessage[]>,
  misbehave: (command: FakeCommand) => void = ({ answer }) => answer(),
): Promise<FakeImap> {
  const folders: Record<string, readonly FakeMessage[]> = isOneFolder(mail) ? { INBOX: mail } : mail
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    const send = (data: string) => void (socket.destroyed || socket.write(data))
    let buffer = ''
    let folder = ''
    send('* OK [CAPABILITY IMAP4rev1] ready\r\n')
    socket.on('data', (data) => {
      buffer += data
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end)
        buffer = buffer.slice(end + 2)
        heard.push(line)
        const [, tag = '', name = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/i.exec(line) ?? []
        if (/^(?:SELECT|EXAMINE)$/i.test(name)) folder = /^"?([^"( ]*)/.exec(rest)?.[1] ?? ''
        const command = { tag, name: name.toUpperCase(), rest, folder }
        misbehave({ ...command, send, socket, answer: () => send(answerOf(command, folders)) })
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, heard }
}

function isOneFolder(mail: object): mail is readonly FakeMessage[] {
  return Array.isArray(mail)
}

function answerOf(
  { tag, name, rest, folder }: Pick<FakeCommand, 'tag' | 'name' | 'rest' | 'folder'>,
  folders: Record<string, readonly FakeMessage[]>,
): string {
  const ok = `${tag} OK done\r\n`
  const messages = folders[folder] ?? []
  switch (name) {
    case 'CAPABILITY':
      return `* CAPABILITY IMAP4rev1\r\n${ok}`
    case 'LIST':
      // An empty name asks what separates folders (RFC 3501 6.3.8).
      if (rest.endsWith('""')) return `* LIST (\\Noselect) "/" ""\r\n${ok}`
      return `${Object.keys(folders)
        .map((path) => `* LIST (\\HasNoChildren) "/" ${path}\r\n`)
        .join('')}${ok}`
    case 'SELECT':
    case 'EXAMINE':
      if (folders[folder] === undefined) return `${tag} NO no such folder\r\n`
      return `* FLAGS (\\Seen)\r\n* ${messages.length} EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n${ok}`
    case 'STATUS': {
      const path = /^"?([^"( ]*)/.exec(rest)?.[1] ?? ''
      const uids = (folders[path] ?? []).map(({ uid }) => uid)
      const next = `MESSAGES ${uids.length} UIDNEXT ${Math.max(0, ...uids) + 1} UIDVALIDITY 7`
      return `* STATUS ${path} (${next} UNSEEN ${uids.length})\r\n${ok}`
    }
    case 'UID SEARCH':
      return `* SEARCH ${messages.map(({ uid }) => uid).join(' ')}\r\n${ok}`
    case 'UID FETCH':
      return `${messages.map((message, n) => fetchLine(message, n + 1, rest)).join('')}${ok}`
    case 'FETCH':
      return `${messages.map((message, n) => fetchLine(message, n + 1, rest, n + 1)).join('')}${ok}`
    case 'LOGOUT':
      return `* BYE\r\n${ok}`
    default:
      return ok
  }
}

function isWanted(uid: number, set: string): boolean {
  return set.split(',').some((range) => {
    const [from = '', to = from] = range.split(':')
    return uid >= Number(from) && (to === '*' || uid <= Number(to))
  })
}

/** One untagged FETCH answer, with the items that `rest` asks for; empty when its number is not in the set there. */
export function fetchLine(
  { uid, source, structure }: FakeMessage,
  sequence: number,
  rest: string,
  number = uid,
): string {
  const [set = ''] = rest.split(' ')
  if (!isWanted(number, set)) return ''
  const nobody = 'NIL NIL NIL NIL NIL NIL'
  const envelope = `ENVELOPE ("Mon, 1 Jan 2024 00:00:00 +0000" "Mail ${uid}" ${nobody} NIL "<${uid}@fake>")`
  const date = 'INTERNALDATE "01-Jan-2024 00:00:00 +0000"'
  const items = [
    `UID ${uid}`,
    'FLAGS ()',
    ...(rest.includes('BODYSTRUCTURE') ? [`BODYSTRUCTURE ${structure ?? SMALL_TEXT}`] : []),
    ...(rest.includes('ENVELOPE') ? [envelope, date, `RFC822.SIZE ${source.length}`] : []),
    ...body(source, rest),
  ]
  return `* ${sequence} FETCH (${items.join(' ')})\r\n`
}

const SMALL_TEXT = '("text" "plain" NIL NIL NIL "7bit" 1 1)'

/** All of it, or the octets that were asked for (RFC 3501 6.4.5). */
function body(source: string, rest: string): string[] {
  const [asked, start, count] = /BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?/.exec(rest) ?? []
  if (asked === undefined) return []
  const from = Number(start ?? 0)
  const some = start === undefined ? source : source.slice(from, from + Number(count))
  return [`BODY[]${start === undefined ? '' : `<${from}>`} {${some.length}}\r\n${some}`]
}
