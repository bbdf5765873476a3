import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { EngineContract } from '../../../shared/contract.ts'
import type { SignInId } from '../../../shared/models/sign-in.ts'
import type { InputOf } from '../../../shared/serve.ts'
import { useEngine, useShell } from '../../engine-client.ts'

type SignInRequest = InputOf<EngineContract, 'account.startSignIn'>

export interface SignIn {
  /** The browser is open, and nobody came back from it yet. */
  isWaiting: boolean
  /** Sends the user to the provider. @throws MailError 'cancelled' when they thought better of it. */
  run(request: SignInRequest): Promise<SignInId>
  openAgain(): void
  cancel(): void
}

/** Signing in by way of the system's browser, which the shell opens after showing the user the address. */
export function useSignIn(): SignIn {
  const engine = useEngine()
  const shell = useShell()
  const [url, setUrl] = useState<string | null>(null)
  const underWay = useRef<SignInId | null>(null)

  function open(address: string): void {
    // Whether or not it was opened: the address may have been copied into another browser.
    shell.call('shell.openLink', { url: address }).catch(() => {})
  }
  function cancel(): void {
    if (underWay.current === null) return
    engine.call('account.cancelSignIn', { signIn: underWay.current }).catch(() => {})
  }
  // Whoever closes the form waits for nobody any more.
  const leave = useEffectEvent(cancel)
  useEffect(() => () => leave(), [])

  return {
    isWaiting: url !== null,
    async run(request) {
      const started = await engine.call('account.startSignIn', request)
      underWay.current = started.signIn
      setUrl(started.url)
      open(started.url)
      try {
        await engine.call('account.awaitSignIn', { signIn: started.signIn })
        return started.signIn
      } finally {
        underWay.current = null
        setUrl(null)
      }
    },
    openAgain: () => url !== null && open(url),
    cancel,
  }
}
