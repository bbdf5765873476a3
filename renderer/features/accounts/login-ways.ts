import type { MailServers } from '../../../shared/models/mail-servers.ts'
import { oauthProviderSchema } from '../../../shared/models/sign-in.ts'
import type { LoginWay } from './account-fields.ts'

/**
 * How the user may log in, the usual way first.
 *
 * @param isOwn the servers are the user's choice: they may be a provider's that nothing is known of.
 */
export function loginWays(servers: MailServers | null, isOwn: boolean): [LoginWay, ...LoginWay[]] {
  if (isOwn) return ['password', ...oauthProviderSchema.options]
  const { oauth = null, hint = null } = servers ?? {}
  if (oauth === null) return ['password']
  return hint === 'oauth-only' ? [oauth] : ['password', oauth]
}
