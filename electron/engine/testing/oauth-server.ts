/**
 * A small real OAuth 2.0 server (RFC 6749, 7636, 7662) over HTTP on loopback, standing for every provider's hosts. It
 * lets everybody in, and can be told not to. Grants are checked as a strict provider would: code, PKCE, redirect,
 * client, and each refresh token once.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface OauthServerOptions {
  clientId?: string
  /** null: none is asked for. */
  clientSecret?: string | null
  /** Of access tokens, in seconds. */
  expiresIn?: number
  /** Whom the tokens are for. */
  user?: string
}

export interface TestOauthServer {
  readonly port: number
  readonly origin: string
  /** Bodies of the requests for tokens, in order. */
  readonly asked: URLSearchParams[]
  /** Does what a browser does with the address: signs in, and goes where it is sent. @returns the page's text. */
  visit(url: string, change?: (redirect: URL) => void): Promise<string>
  isValid(accessToken: string): boolean
  /** Access tokens are not taken any more, though they have not run out. */
  expireTokens(): void
  /** Answers every request for tokens so, without granting anything; null: as ever. */
  refuse(answer: { status: number; error: string } | null): void
  /** The user takes the permission back. */
  revoke(): void
  close(): Promise<void>
}

interface Code {
  challenge: string
  redirectUri: string
}

export async function startOauthServer(options: OauthServerOptions = {}): Promise<TestOauthServer> {
  const {
    clientId = 'curtain-test',
    clientSecret = null,
    expiresIn = 3600,
    user = 'reader@example.org',
  } = options
  const codes = new Map<string, Code>()
  const accessTokens = new Set<string>()
  const refreshTokens = new Set<string>()
  const asked: URLSearchParams[] = []
  let refusal: { status: number; error: string } | null = null

  function authorise(query: URLSearchParams, response: ServerResponse): void {
    const redirectUri = query.get('redirect_uri') ?? ''
    const fits =
      query.get('response_type') === 'code' &&
      query.get('client_id') === clientId &&
      query.get('code_challenge_method') === 'S256' &&
      /^http:\/\/(127\.0\.0\.1|localhost):\d+$/.test(redirectUri)
    if (!fits) return void response.writeHead(400).end('bad request')
    const code = token()
    codes.set(code, { challenge: query.get('code_challenge') ?? '', redirectUri })
    const target = new URL(redirectUri)
    target.searchParams.set('code', code)
    target.searchParams.set('state', query.get('state') ?? '')
    response.writeHead(302, { location: target.href }).end()
  }

  function grant(form: URLSearchParams): object | string {
    if (form.get('client_id') !== clientId) return 'invalid_client'
    if ((form.get('client_secret') ?? null) !== clientSecret) return 'invalid_client'
    if (form.get('grant_type') === 'authorization_code') {
      const code = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (code?.challenge !== challenge || code.redirectUri !== form.get('redirect_uri'))
        return 'invalid_grant'
    } else if (!refreshTokens.delete(form.get('refresh_token') ?? '')) return 'invalid_grant'
    const given = { access_token: token(), refresh_token: token() }
    accessTokens.add(given.access_token)
    refreshTokens.add(given.refresh_token)
    return { ...given, token_type: 'Bearer', expires_in: expiresIn }
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1')
    if (url.pathname === '/introspect') {
      const active = accessTokens.has(new URLSearchParams(await bodyOf(request)).get('token') ?? '')
      return answer(response, 200, active ? { active, email: user, username: user } : { active })
    }
    if (request.method === 'GET') return authorise(url.searchParams, response)
    const form = new URLSearchParams(await bodyOf(request))
    asked.push(form)
    if (refusal !== null) return answer(response, refusal.status, { error: refusal.error })
    const given = grant(form)
    if (typeof given === 'string') answer(response, 400, { error: given, error_description: 'no' })
    else answer(response, 200, given)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`

  return {
    ...{ port, origin, asked },
    async visit(url, change = () => {}) {
      const { pathname, search } = new URL(url)
      const answered = await fetch(`${origin}${pathname}${search}`, { redirect: 'manual' })
      const redirect = new URL(answered.headers.get('location') ?? '')
      change(redirect)
      return (await fetch(redirect)).text()
    },
    isValid: (accessToken) => accessTokens.has(accessToken),
    expireTokens: () => accessTokens.clear(),
    refuse(answer) {
      refusal = answer
    },
    revoke() {
      accessTokens.clear()
      refreshTokens.clear()
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function token(): string {
  return randomBytes(24).toString('base64url')
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const piece of request) body += piece
  return body
}
