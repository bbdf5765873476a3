import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** What the tests need beside npm's packages: the file that shows it is there, and the package it is in. */
const NEEDED = [
  { file: '/usr/bin/chromium', package: 'chromium', unless: process.env['CHROMIUM'] },
  { file: '/usr/sbin/dovecot', package: 'dovecot-core' },
  { file: '/usr/lib/dovecot/imap', package: 'dovecot-imapd' },
  { file: '/usr/bin/openssl', package: 'openssl' },
  { file: '/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf', package: 'fonts-noto-core' },
]

/** Names of Debian packages that the tests need and this machine lacks. */
function missingPackages(): string[] {
  return NEEDED.filter(({ file, unless }) => !unless && !existsSync(file)).map((needed) => needed.package)
}

/**
 * Installs what is missing where that is possible (root and apt-get), else says exactly what to install.
 *
 * @returns whether all is there now.
 */
export function installDebianPackages(): boolean {
  const missing = missingPackages()
  if (missing.length === 0) return true
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (canInstall) {
    console.log(`Installing Debian packages for the tests: ${missing.join(' ')}`)
    const options = {
      stdio: ['ignore', 'ignore', 'inherit'] satisfies ('ignore' | 'inherit')[],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }
    spawnSync('apt-get', ['update'], options)
    spawnSync('sh', ['-c', install], options)
    if (missingPackages().length === 0) return true
  }
  console.error(
    `The tests need a real IMAP server and a real browser. Install what is missing first:\n  sudo ${install}\n` +
      'On systems without Debian packages: Dovecot 2.3 at /usr/sbin/dovecot, and Chromium named by the environment variable CHROMIUM.',
  )
  return false
}
