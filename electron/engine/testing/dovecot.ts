/**
 * A real Dovecot (2.3) in a folder of its own, on free loopback ports, as root or as an ordinary user.
 * Its mail is Maildir: what is delivered shows up when a folder is next opened.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { childrenOf, isRunning, kill, nameOf } from './processes.ts'

export interface DovecotOptions {
  /** Name -> password. */
  users: Record<string, string>
  /** false: no TLS port and no STARTTLS. */
  encryption?: boolean
  /** Where tokens are looked up (RFC 7662), for XOAUTH2 and OAUTHBEARER besides passwords. */
  introspectionUrl?: string
  /** What to announce instead of all that it can, "IMAP4rev1 …". */
  capability?: string
  /** Folders with a special use that it makes of itself; all that there are without it. */
  folders?: readonly string[]
  /** How many connections a user may have at once; a hundred without it. */
  maxConnections?: number
}

export interface Dovecot {
  readonly port: number
  readonly tlsPort: number
  /** PEM of the self-signed certificate for localhost and 127.0.0.1. */
  readonly certificate: string
  /** Puts messages into a folder (INBOX by default) in this order, the last one being the newest. */
  deliver(user: string, messages: readonly (string | Uint8Array)[], folder?: string): void
  /** The Maildir of a folder, for tests that fill or change it behind the server's back. */
  maildir(user: string, folder?: string): string
  /** How often this user has logged in so far. */
  logins(user: string): number
  /** How many connections of this user are open. */
  connections(user: string): number
  /** Hands files made in a Maildir to the user that the server reads them as. */
  handOver(path: string): void
  start(): Promise<void>
  /** When it next starts, it announces this instead; undefined: all that it can. */
  announce(capability: string | undefined): void
  /** While it is stopped: it forgets what it kept of a folder besides the mails, their flags and UIDs. */
  loseIndex(user: string, folder?: string): void
  /** While it is stopped: as if a folder were made anew with the same mails in it. */
  renewUidValidity(user: string, folder?: string): void
  /** Drops every connection, as a server does that goes down. */
  stop(): Promise<void>
  /** kill -9: of the processes that speak with clients, or of all there are. */
  kill(which: 'sessions' | 'all'): Promise<void>
  /** Stops and deletes everything. */
  remove(): Promise<void>
}

const NEEDED = [
  { file: '/usr/sbin/dovecot', package: 'dovecot-core' },
  { file: '/usr/lib/dovecot/imap', package: 'dovecot-imapd' },
  { file: '/usr/bin/openssl', package: 'openssl' },
]

const SPECIAL_FOLDERS = ['Drafts', 'Sent', 'Trash', 'Junk', 'Archive']

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function configuration(dir: string, ports: { imap: number; imaps: number }, options: DovecotOptions): string {
  const { username, uid, gid } = userInfo()
  const root = uid === 0
  const group = root ? '' : execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()
  const encryption = options.encryption ?? true
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${dir}/run
log_path = ${dir}/dovecot.log
default_internal_user = ${root ? 'dovecot' : username}
default_login_user = ${root ? 'dovenull' : username}
${root ? '' : `default_internal_group = ${group}`}
first_valid_uid = 1
ssl = ${encryption ? 'yes' : 'no'}
ssl_cert = <${dir}/cert.pem
ssl_key = <${dir}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login${options.introspectionUrl === undefined ? '' : ' xoauth2 oauthbearer'}
# A wrong password is answered at once: tests need not wait for the brake on guessing.
auth_failure_delay = 0
${options.introspectionUrl === undefined ? '' : `passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = ${dir}/oauth2\n}`}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${dir}/users
}
userdb {
  driver = static
  args = uid=${root ? 'mail' : uid} gid=${root ? 'mail' : gid} home=${dir}/home/%u
}
mail_location = maildir:${dir}/mail/%u
mail_max_userip_connections = ${options.maxConnections ?? 100}
protocol imap {
  mail_plugins = zlib imap_zlib
  ${options.capability === undefined ? '' : `imap_capability = ${options.capability}`}
}
namespace inbox {
  inbox = yes
  separator = /
${(options.folders ?? SPECIAL_FOLDERS).map((name) => `  mailbox ${name} {\n    special_use = \\${name}\n    auto = create\n  }`).join('\n')}
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${encryption ? ports.imaps : 0}
    ssl = yes
  }
  ${root ? '' : 'chroot ='}
}
service anvil {
  # Nor do later logins wait because of it.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
  ${root ? '' : 'chroot ='}
}
${root ? '' : 'service auth-worker {\n  user = $default_internal_user\n}'}
`
}

/** true once the server greets. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket
      .once('data', () => resolve(true))
      .once('error', () => resolve(false))
      .once('close', () => resolve(false))
    socket.once('data', () => socket.destroy())
  })
}

function createCertificate(dir: string): string {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30']
  const files = ['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')]
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, ...files], { stdio: 'ignore' })
  return readFileSync(join(dir, 'cert.pem'), 'utf8')
}

/** @throws Error naming the Debian package that is missing. */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  const missing = NEEDED.filter(({ file }) => !existsSync(file)).map((needed) => needed.package)
  if (missing.length > 0)
    throw new Error(`Real IMAP tests need Debian packages: apt-get install ${missing.join(' ')}`)

  const dir = mkdtempSync(join(tmpdir(), 'curtain-dovecot-'))
  const root = userInfo().uid === 0
  // Of Debian: the user and group "mail" are 8 and 8 on every installation (base-passwd).
  const handOver = (path: string) => {
    if (root) execFileSync('chown', ['-R', 'mail:mail', path])
  }
  if (root) execFileSync('chmod', ['755', dir])
  for (const folder of ['mail', 'home', 'run']) mkdirSync(join(dir, folder))
  handOver(join(dir, 'mail'))
  handOver(join(dir, 'home'))
  const users = Object.entries(options.users).map(([name, password]) => `${name}:{PLAIN}${password}\n`)
  writeFileSync(join(dir, 'users'), users.join(''))
  const { introspectionUrl } = options
  if (introspectionUrl !== undefined) {
    const lines = [
      'introspection_mode = post',
      `introspection_url = ${introspectionUrl}`,
      'active_attribute = active',
    ]
    writeFileSync(join(dir, 'oauth2'), `${lines.join('\n')}\nactive_value = true\n`)
  }
  const certificate = createCertificate(dir)
  const ports = { imap: await freePort(), imaps: await freePort() }
  writeFileSync(join(dir, 'dovecot.conf'), configuration(dir, ports, options))

  let running: ChildProcess | undefined
  let delivered = 0

  function maildir(user: string, folder = 'INBOX'): string {
    const path = join(dir, 'mail', user, folder === 'INBOX' ? '' : `.${folder.replaceAll('/', '.')}`)
    if (!existsSync(join(path, 'new'))) {
      for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(path, part), { recursive: true })
      handOver(join(dir, 'mail', user))
    }
    return path
  }

  const dovecot: Dovecot = {
    port: ports.imap,
    tlsPort: ports.imaps,
    certificate,
    maildir,
    handOver,
    connections(user) {
      const log = readFileSync(join(dir, 'dovecot.log'), 'utf8')
      const ended = log
        .split(`imap(${user})<`)
        .filter((rest) => /^[^\n]*(?:Logged out|[Dd]isconnected|closed)/.test(rest))
      return dovecot.logins(user) - ended.length
    },
    logins: (user) =>
      readFileSync(join(dir, 'dovecot.log'), 'utf8').split(`Login: user=<${user}>`).length - 1,
    deliver(user, messages, folder) {
      const path = maildir(user, folder)
      const owner = root ? { uid: 8, gid: 8 } : undefined
      for (const message of messages) {
        delivered += 1
        // Dovecot gives UIDs in the order of the names.
        const file = join(path, 'new', `${1_700_000_000 + delivered}.M${delivered}.test`)
        writeFileSync(file, message)
        if (owner) chownSync(file, owner.uid, owner.gid)
      }
    },
    announce(capability) {
      const { capability: _, ...others } = options
      const announced = capability === undefined ? others : { ...others, capability }
      writeFileSync(join(dir, 'dovecot.conf'), configuration(dir, ports, announced))
    },
    loseIndex(user, folder) {
      const path = maildir(user, folder)
      for (const name of readdirSync(path)) {
        if (name.startsWith('dovecot.index')) rmSync(join(path, name))
      }
    },
    renewUidValidity(user, folder) {
      dovecot.loseIndex(user, folder)
      // Its first line names the era of the UIDs.
      const list = join(maildir(user, folder), 'dovecot-uidlist')
      const renewed = readFileSync(list, 'utf8').replace(/ V(\d+)/, (_, era) => ` V${Number(era) + 1_000}`)
      writeFileSync(list, renewed)
    },
    async start() {
      const child = spawn('/usr/sbin/dovecot', ['-F', '-c', join(dir, 'dovecot.conf')], { stdio: 'ignore' })
      running = child
      while (!(await greets(ports.imap))) {
        if (child.exitCode !== null) {
          throw new Error(`Dovecot ended: ${readFileSync(join(dir, 'dovecot.log'), 'utf8')}`)
        }
        await pause(10)
      }
    },
    async stop() {
      const child = running
      running = undefined
      if (child === undefined || child.exitCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      const sessions = childrenOf(child.pid)
      child.kill('SIGTERM')
      // Left alone, a session first finishes the command it is at.
      for (const pid of sessions) kill(pid)
      await gone
    },
    async kill(which) {
      const child = running
      if (child === undefined || child.exitCode !== null) return
      if (which === 'sessions') {
        for (const pid of childrenOf(child.pid).filter((one) => nameOf(one) === 'imap')) kill(pid)
        return
      }
      running = undefined
      const gone = new Promise((resolve) => child.once('exit', resolve))
      // Stopped, it starts no process that would outlive it.
      child.kill('SIGSTOP')
      const children = childrenOf(child.pid)
      child.kill('SIGKILL')
      for (const pid of children) kill(pid)
      await gone
      // One that is still there holds a socket that the next Dovecot wants.
      while (children.some(isRunning)) await pause(5)
    },
    async remove() {
      await dovecot.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  await dovecot.start()
  return dovecot
}
