import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Account, SmtpDraft } from '../../../shared/models/account.ts'
import type { SignInId } from '../../../shared/models/sign-in.ts'
import { useEngine } from '../../engine-client.ts'
import { accountsQuery, mailErrorOf } from '../../engine-queries.ts'
import { type AccountFields, toDraft } from './account-fields.ts'
import { type OutgoingFields, toSmtpDraft } from './outgoing-fields.ts'
import { useSignIn } from './use-sign-in.ts'

interface Given {
  fields: AccountFields
  outgoing: OutgoingFields | null
}

/** Certificates that the user trusts, by `host:port`. */
type Pins = Readonly<Record<string, string>>

const place = ({ host, port }: { host: string; port: number | string }) => `${host.trim()}:${port}`

/** Signs in where that is the way, checks the outgoing server, and adds the account. */
export function useAddAccount(onAdded: (account: Account) => void) {
  const engine = useEngine()
  const queries = useQueryClient()
  const signIn = useSignIn()
  const [pins, setPins] = useState<Pins>({})
  /** Whoever signed in and was then held up by something else need not do it again. */
  const signedIn = useRef<{ key: string; signIn: SignInId } | null>(null)

  // On its own, so that what is wrong is said where it can be put right.
  const check = useMutation({
    mutationFn: ({ smtp, password }: { smtp: SmtpDraft; password: string }) =>
      engine.call('account.checkSmtp', { ...smtp, password: smtp.password ?? password }),
  })

  async function signInOnce({ way, address, clientId, clientSecret }: AccountFields): Promise<SignInId> {
    if (way === 'password') throw new Error('nothing to sign in to')
    const request = {
      ...{ provider: way, clientId: clientId.trim(), address: address.trim() },
      clientSecret: clientSecret.trim() || null,
    }
    const key = JSON.stringify(request)
    if (signedIn.current?.key !== key) signedIn.current = { key, signIn: await signIn.run(request) }
    return signedIn.current.signIn
  }

  const add = useMutation({
    mutationFn: async ({ fields, outgoing, trusted }: Given & { trusted: Pins }) => {
      check.reset()
      const draft = { ...toDraft(fields), pin: trusted[place(fields)] ?? null }
      const typed = outgoing && toSmtpDraft(outgoing, draft.user)
      const smtpPin = typed ? trusted[place(typed)] : undefined
      const smtp = typed && { ...typed, ...(smtpPin && { pin: smtpPin }) }
      if (fields.way !== 'password') {
        return engine.call('account.add', { ...draft, smtp, signIn: await signInOnce(fields) })
      }
      if (smtp) await check.mutateAsync({ smtp, password: fields.password })
      return engine.call('account.add', { ...draft, ...(smtp && { smtp }) })
    },
    onError(error) {
      const { code } = mailErrorOf(error)
      if (code === 'sign-in-refused' || code === 'not-found') signedIn.current = null
    },
    onSuccess: async (account) => {
      await queries.invalidateQueries(accountsQuery(engine))
      onAdded(account)
    },
  })

  return {
    signIn,
    isPending: add.isPending,
    failure: add.isError && !check.isError ? mailErrorOf(add.error) : null,
    outgoingFailure: check.isError ? mailErrorOf(check.error) : null,
    add: (given: Given) => add.mutate({ ...given, trusted: pins }),
    /** Trusts the certificate of that server, and tries again. */
    trust(server: { host: string; port: number | string }, fingerprint: string, given: Given): void {
      const trusted = { ...pins, [place(server)]: fingerprint }
      setPins(trusted)
      add.mutate({ ...given, trusted })
    },
  }
}
