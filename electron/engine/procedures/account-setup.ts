import type { EngineHandlers } from '../../../shared/contract.ts'
import { askForServers } from '../discovery/ask-for-servers.ts'
import { knownServers } from '../discovery/known-providers.ts'
import type { GuardedRequest } from '../network/guarded-request.ts'
import type { LookUpServices } from '../network/look-up-services.ts'
import { readCertificate } from '../network/read-certificate.ts'
import type { SignIns } from '../sign-in/sign-ins.ts'

type SetupHandlers = Pick<
  EngineHandlers,
  | 'account.knownServers'
  | 'account.askForServers'
  | 'account.certificate'
  | 'account.startSignIn'
  | 'account.awaitSignIn'
  | 'account.cancelSignIn'
>

interface SetupParts {
  request: GuardedRequest
  /** null: name servers must not be asked now. */
  lookUpServices(): LookUpServices | null
  signIns: SignIns
  signal: AbortSignal
}

/** What is asked before there is an account. */
export function accountSetupProcedures(parts: SetupParts): SetupHandlers {
  const { request, lookUpServices, signIns, signal } = parts
  return {
    'account.knownServers': ({ domain }) => knownServers(domain),
    'account.askForServers': ({ domain }) =>
      askForServers(domain, { request, lookUpServices: lookUpServices(), signal }),
    'account.certificate': (question) => readCertificate(question, signal),
    'account.startSignIn': (wanted) => signIns.start(wanted),
    'account.awaitSignIn': ({ signIn }) => signIns.end(signIn),
    'account.cancelSignIn': ({ signIn }) => signIns.cancel(signIn),
  }
}
