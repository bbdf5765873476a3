import dns from 'node:dns'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startFakeSmtp } from '../testing/fake-smtp.ts'
import { makeCertificate } from '../testing/make-certificate.ts'
import { openImap } from './open-imap.ts'
import { sendMail } from './open-smtp.ts'

const thief = makeCertificate('thief.example')
const MAIL = { from: '', to: 'nora@news.example', source: 'Subject: Hello\r\n\r\nRead.\r\n' }

test.each(['imap', 'smtp', 'smtp with STARTTLS'])(
  'the environment can’t turn verification off: %s',
  async (what) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    onTestFinished(() => void vi.unstubAllEnvs())
    const where = { host: 'localhost', user: 'layla' }
    if (what === 'imap') {
      const heard: string[] = []
      const imap = createServer(thief, (socket) => {
        socket.on('error', () => {}).on('data', (data) => heard.push(String(data)))
        socket.write('* OK hi\r\n')
      }).listen(0, '127.0.0.1')
      await once(imap, 'listening')
      onTestFinished(() => void imap.close())
      const { port } = imap.address() as AddressInfo
      const opened = openImap({ ...where, port, security: 'tls' }, 'secret')
      await expect(opened).rejects.toMatchObject({ code: 'certificate-untrusted' })
      expect(heard).toEqual([])
      return
    }
    const from = what === 'smtp' ? 'greeting' : 'starttls'
    const smtp = await startFakeSmtp({ tls: { from, ...thief } })
    onTestFinished(() => smtp.close())
    const security = what === 'smtp' ? 'tls' : 'starttls'
    const sent = sendMail({ ...where, port: smtp.port, security }, 'secret', MAIL)
    await expect(sent).rejects.toMatchObject({ code: 'certificate-untrusted' })
    expect(smtp.heard.join()).not.toMatch(/AUTH/)
  },
)

test('no name server is asked where this very computer is', async () => {
  const asked = [vi.spyOn(dns.Resolver.prototype, 'resolve4'), vi.spyOn(dns.Resolver.prototype, 'resolve6')]
  onTestFinished(() => void vi.restoreAllMocks())
  const smtp = await startFakeSmtp({})
  onTestFinished(() => smtp.close())
  await sendMail({ host: 'localhost', port: smtp.port, security: 'none', user: 'layla' }, 'secret', MAIL)
  expect(smtp.mails).toHaveLength(1)
  expect(asked.flatMap(({ mock }) => mock.calls)).toEqual([])
})
