import { expect, test } from 'vitest'
import { accountIdSchema } from '../../../shared/models/account.ts'
import { incomingSecret, outgoingSecret } from '../../../shared/models/secret.ts'
import { askMainForSecrets, type SecretQuestion } from './ask-main-for-secrets.ts'

const account = accountIdSchema.parse(3)
const incoming = incomingSecret(account)

function ask() {
  const asked: SecretQuestion[] = []
  return { asked, secrets: askMainForSecrets((question) => asked.push(question)) }
}

test('each answer reaches the question with its number, in whatever order they come', async () => {
  const { asked, secrets } = ask()
  const first = secrets.get(incoming)
  const second = secrets.get(outgoingSecret(account))
  expect(asked.map(({ op, name }) => [op, name])).toEqual([
    ['get', '3'],
    ['get', '3-outgoing'],
  ])
  secrets.answer({ kind: 'secret-reply', id: asked[1]?.id ?? 0, secret: 'two' })
  secrets.answer({ kind: 'secret-reply', id: asked[0]?.id ?? 0, secret: null })
  expect(await Promise.all([first, second])).toEqual([null, 'two'])
})

test('a keychain that fails is said to, and answers to nothing are passed over', async () => {
  const { asked, secrets } = ask()
  const storing = secrets.set(incoming, 'secret')
  expect(asked[0]).toMatchObject({ op: 'set', secret: 'secret' })
  secrets.answer({ kind: 'secret-reply', id: 99, secret: 'nobody asked' })
  secrets.answer({ kind: 'secret-reply', id: asked[0]?.id ?? 0, failed: true })
  await expect(storing).rejects.toMatchObject({ code: 'keychain-unavailable' })
})
