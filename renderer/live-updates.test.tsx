import { useQuery } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { accountIdSchema } from '../shared/models/account.ts'
import { messageIdSchema } from '../shared/models/message.ts'
import type { SyncState } from '../shared/models/sync-state.ts'
import { useEngine } from './engine-client.ts'
import { messageQuery, syncStatesQuery } from './engine-queries.ts'
import { sampleMessage } from './testing/samples.ts'
import { showPage } from './testing/show-page.tsx'

const id = messageIdSchema.parse(1)

function Subject() {
  return <p>{useQuery(messageQuery(useEngine(), id)).data?.subject}</p>
}

test.each(['message.changed', 'remoteContent.changed'] as const)(
  'a storm of %s asks the engine a few times, and ends with what is true',
  async (event) => {
    let subject = 'First'
    const { engine, asked } = showPage(<Subject />, {
      engine: { 'message.open': () => sampleMessage({ subject }) },
    })
    await expect.element(page.getByText('First')).toBeVisible()
    for (let count = 1; count <= 1_000; count += 1) {
      subject = `Number ${count}`
      engine.announce(event, { messageId: id })
    }
    await expect.element(page.getByText('Number 1000', { exact: true })).toBeVisible()
    expect(asked.length).toBeLessThan(6)
  },
)

test('a slow answer is awaited, not restarted by what happens meanwhile', async () => {
  const answers: (() => void)[] = []
  const { engine, asked } = showPage(<Subject />, {
    engine: {
      'message.open': () =>
        new Promise((resolve) => {
          answers.push(() => resolve(sampleMessage({ subject: `Answer ${answers.length}` })))
        }),
    },
  })
  await expect.poll(() => answers.length).toBe(1)
  answers[0]?.()
  await expect.element(page.getByText('Answer 1')).toBeVisible()
  engine.announce('message.changed', { messageId: id })
  await expect.poll(() => answers.length).toBe(2)
  for (let count = 0; count < 20; count += 1) engine.announce('message.changed', { messageId: id })
  answers[1]?.()
  await expect.element(page.getByText('Answer 2')).toBeVisible()
  await expect.poll(() => answers.length).toBe(3)
  answers[2]?.()
  await expect.element(page.getByText('Answer 3')).toBeVisible()
  expect(asked.length).toBe(3)
})

function Phase() {
  const states = useQuery(syncStatesQuery(useEngine())).data ?? []
  return <p>{states.map(({ phase, done }) => `${phase} ${done}`).join()}</p>
}

test('progress arrives with the event, without asking again', async () => {
  const state: SyncState = {
    accountId: accountIdSchema.parse(1),
    phase: 'headers',
    done: 1,
    total: 9,
    failure: null,
    unreadable: [],
    leftOut: 0,
  }
  const { engine, asked } = showPage(<Phase />, { engine: { 'account.syncStates': () => [state] } })
  await expect.element(page.getByText('headers 1')).toBeVisible()
  engine.announce('sync.state', { ...state, phase: 'bodies', done: 5 })
  await expect.element(page.getByText('bodies 5')).toBeVisible()
  expect(asked.length).toBe(1)
})
