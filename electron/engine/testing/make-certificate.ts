import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A self-signed certificate for these names, made anew each time: no key lies about in the project. PEM. */
export function makeCertificate(...names: string[]): { key: string; cert: string } {
  const dir = mkdtempSync(join(tmpdir(), 'curtain-certificate-'))
  try {
    const subject = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30']
    const files = ['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')]
    execFileSync('openssl', ['req', '-x509', ...kind, '-subj', '/CN=test', '-addext', subject, ...files], {
      stdio: 'ignore',
    })
    return {
      key: readFileSync(join(dir, 'key.pem'), 'utf8'),
      cert: readFileSync(join(dir, 'cert.pem'), 'utf8'),
    }
  } finally {
    rmSync(dir, { recursive: true })
  }
}
