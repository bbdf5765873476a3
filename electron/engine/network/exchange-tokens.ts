/** Speaks OAuth 2.0 (RFC 6749, with PKCE, RFC 7636) to a provider, by way of oauth4webapi and through the guarded door. */
import * as oauth from 'oauth4webapi'
import { MailError } from '../../../shared/errors.ts'
import type { GuardedRequest } from './guarded-request.ts'

export interface OauthServer {
  issuer: string
  authorizationEndpoint: string
  tokenEndpoint: string
}

/** The user's registration. */
export interface OauthRegistration {
  clientId: string
  clientSecret: string | null
}

export interface Tokens {
  accessToken: string
  refreshToken: string | null
  /** Unix time in ms; null when the provider does not say. */
  expiresAt: number | null
}

/** A sign-in that has not been answered yet: what the answer will have to fit. */
export interface PendingSignIn {
  redirectUri: string
  state: string
  codeVerifier: string
}

const MAX_BYTES = 256 * 1024
const DEADLINE_MS = 20_000

export function beginSignIn(redirectUri: string): PendingSignIn {
  return {
    redirectUri,
    state: oauth.generateRandomState(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
  }
}

/** The address that the user's browser is to open. `extra`: what this provider wants to be told besides. */
export async function signInUrl(
  server: OauthServer,
  clientId: string,
  pending: PendingSignIn,
  extra: Record<string, string>,
): Promise<string> {
  const url = new URL(server.authorizationEndpoint)
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: pending.redirectUri,
    state: pending.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.codeVerifier),
    code_challenge_method: 'S256',
    ...extra,
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/**
 * @param answer the parameters with which the browser came back.
 * @throws MailError 'sign-in-refused', or what the network did.
 */
export async function exchangeCode(
  server: OauthServer,
  registration: OauthRegistration,
  pending: PendingSignIn,
  answer: URLSearchParams,
  request: GuardedRequest,
): Promise<Tokens> {
  const [as, client, authentication] = parties(server, registration)
  return translating('sign-in-refused', async () => {
    const checked = oauth.validateAuthResponse(as, client, answer, pending.state)
    const { redirectUri, codeVerifier } = pending
    const response = await oauth.authorizationCodeGrantRequest(
      ...([as, client, authentication, checked, redirectUri, codeVerifier] as const),
      { [oauth.customFetch]: fetchThrough(request) },
    )
    return toTokens(await oauth.processAuthorizationCodeResponse(as, client, response), null)
  })
}

/** @throws MailError 'sign-in-expired' when the grant is gone, or what the network did. */
export async function refreshTokens(
  server: OauthServer,
  registration: OauthRegistration,
  refreshToken: string,
  request: GuardedRequest,
): Promise<Tokens> {
  const [as, client, authentication] = parties(server, registration)
  return translating('sign-in-expired', async () => {
    const response = await oauth.refreshTokenGrantRequest(as, client, authentication, refreshToken, {
      [oauth.customFetch]: fetchThrough(request),
    })
    return toTokens(await oauth.processRefreshTokenResponse(as, client, response), refreshToken)
  })
}

function parties(server: OauthServer, { clientId, clientSecret }: OauthRegistration) {
  const as: oauth.AuthorizationServer = {
    issuer: server.issuer,
    authorization_endpoint: server.authorizationEndpoint,
    token_endpoint: server.tokenEndpoint,
  }
  const client: oauth.Client = { client_id: clientId }
  return [as, client, clientSecret === null ? oauth.None() : oauth.ClientSecretPost(clientSecret)] as const
}

/** A provider may give a new refresh token with each renewal, and then the old one is spent. */
function toTokens(response: oauth.TokenEndpointResponse, refreshToken: string | null): Tokens {
  const { access_token, refresh_token, expires_in } = response
  return {
    accessToken: access_token,
    refreshToken: refresh_token ?? refreshToken,
    expiresAt: expires_in === undefined ? null : Date.now() + expires_in * 1000,
  }
}

/** What the provider refuses is told by `refused`; what it garbles is its own failure. */
async function translating<T>(
  refused: 'sign-in-refused' | 'sign-in-expired',
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof MailError) throw error
    if (error instanceof oauth.AuthorizationResponseError) throw new MailError('sign-in-refused')
    // No cause: the provider's words may hold the user's address.
    if (error instanceof oauth.ResponseBodyError) {
      if (isBusy(error)) throw new MailError('server-misbehaved')
      throw new MailError(error.error === 'invalid_grant' ? refused : 'sign-in-refused')
    }
    throw new MailError('server-misbehaved')
  }
}

/** Refuses for now, and not for ever. */
function isBusy({ status, error }: oauth.ResponseBodyError): boolean {
  return status === 408 || status === 429 || error === 'temporarily_unavailable' || error === 'slow_down'
}

function fetchThrough(request: GuardedRequest) {
  return async (
    url: string,
    { headers, body }: { headers: Record<string, string>; body?: unknown },
  ): Promise<Response> => {
    const form = String(body)
    const { status, contentType, bytes } = await request({
      ...{ url, headers, form, maxBytes: MAX_BYTES, deadlineMs: DEADLINE_MS },
    })
    return new Response(bytes, { status, headers: { 'content-type': contentType } })
  }
}
