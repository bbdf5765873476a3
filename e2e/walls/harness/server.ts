import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { MESSAGE_CSP, PAGE_CSP } from '../../../shared/page-policies.ts'
import type { Hit } from '../counting-servers.ts'

/** Which of the policies in shared/page-policies.ts are sent with what the harness serves. */
export interface Policies {
  message: boolean
  page: boolean
}

export interface HarnessServer {
  origin: string
  /** Set before a page is opened. */
  policies: Policies
  /** Mails to serve as they are: at `/frame/NAME` as a frame's document, at `/page/NAME` as a page of the app. */
  mails: Map<string, string>
  /** Requests that mails made to the app's own origin: a relative address is none of ours either. */
  hits: Hit[]
  close(): Promise<void>
}

const HARNESS_PAGE = `<!doctype html><meta charset=utf-8><link rel=stylesheet href=/harness.css>
<script type=module src=/harness.js></script><body></body>`

// The whole of a batch is in view at once, so that what waits for being seen is not spared.
const HARNESS_CSS = `body { margin: 0; display: grid; grid-template-columns: repeat(auto-fill, 150px) }
.mail { height: 100px; overflow: hidden } iframe { width: 150px; height: 100px; border: 0 }`

export async function startHarnessServer(): Promise<HarnessServer> {
  const files = await bundle()
  const frame = readFileSync(
    fileURLToPath(new URL('../../../renderer/message-frame.html', import.meta.url)),
    'utf8',
  )
  const frameWithoutPolicy = frame.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, '')
  if (frameWithoutPolicy === frame) throw new Error('message-frame.html has lost its policy')
  const policies: Policies = { message: false, page: false }
  const mails = new Map<string, string>()
  const hits: Hit[] = []

  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    if (request.url?.includes('leak-')) hits.push({ kind: 'http', host: 'own-origin', path: request.url })
    const send = (mediaType: string, body: string, policy?: string) => {
      if (policy !== undefined) response.setHeader('content-security-policy', policy)
      response.writeHead(200, { 'content-type': `${mediaType}; charset=utf-8`, 'cache-control': 'no-store' })
      response.end(body)
    }
    const [, place, name = ''] = path.split('/')
    const mail = mails.get(name)
    if (path === '/') send('text/html', HARNESS_PAGE, policies.page ? PAGE_CSP : undefined)
    else if (place === 'page' && mail !== undefined)
      send('text/html', mail, policies.page ? PAGE_CSP : undefined)
    else if (place === 'frame' && mail !== undefined)
      send('text/html', mail, policies.message ? MESSAGE_CSP : undefined)
    else if (path === '/harness.js') send('text/javascript', files.script)
    else if (path === '/harness.css') send('text/css', HARNESS_CSS + files.style)
    else if (path === '/message-frame.html') {
      if (policies.message) send('text/html', frame, MESSAGE_CSP)
      else send('text/html', frameWithoutPolicy)
    } else {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    policies,
    mails,
    hits,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** The reader's own code, bundled as for the app. */
async function bundle(): Promise<{ script: string; style: string }> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      cssCodeSplit: false,
      rollupOptions: { input: fileURLToPath(new URL('./page.ts', import.meta.url)) },
    },
  })
  const output = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
  const script = output.find((file) => file.type === 'chunk')
  const style = output.find((file) => file.fileName.endsWith('.css'))
  if (script === undefined) throw new Error('the harness did not build')
  return {
    script: script.code,
    style: style?.type === 'asset' ? String(style.source) : '',
  }
}
