import type { OauthProvider } from '../../../shared/models/sign-in.ts'
import type { OauthServer } from '../network/exchange-tokens.ts'

export interface OauthFacts extends OauthServer {
  /** To read mail and to send it, and to go on doing so without the user. */
  scope: string
  /** What else this provider wants to be asked. */
  extra: Record<string, string>
  /** As its page for registrations takes it; any port is allowed there. */
  redirectHost: '127.0.0.1' | 'localhost'
}

/**
 * From memory of these pages, which could not be reached when this was written; to be tried before a release:
 * developers.google.com/identity/protocols/oauth2/native-app,
 * learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow and
 * learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth,
 * developer.yahoo.com/oauth2/guide/flows_authcode.
 */
export const oauthProviders: Record<OauthProvider, OauthFacts> = {
  google: {
    issuer: 'https://accounts.google.com',
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    scope: 'https://mail.google.com/',
    // Without these Google gives a refresh token on the first of several sign-ins only.
    extra: { access_type: 'offline', prompt: 'consent' },
    redirectHost: '127.0.0.1',
  },
  microsoft: {
    issuer: 'https://login.microsoftonline.com/common/v2.0',
    authorizationEndpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    tokenEndpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    scope:
      'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    extra: {},
    redirectHost: 'localhost',
  },
  yahoo: {
    issuer: 'https://api.login.yahoo.com',
    authorizationEndpoint: 'https://api.login.yahoo.com/oauth2/request_auth',
    tokenEndpoint: 'https://api.login.yahoo.com/oauth2/get_token',
    scope: 'mail-w',
    extra: {},
    redirectHost: 'localhost',
  },
}
