import { expect, it } from 'vitest'
import { threadPlace } from './thread-place.ts'

const mail = {
  accountId: 1,
  messageIdHeader: '<1@x>',
  receivedAt: 1_700_000_000_000,
  size: 1_000,
  subject: 'Re: Lunch?',
  from: { address: 'Omar@example.org' },
  to: [{ address: 'layla@example.org' }],
  cc: [],
  inReplyTo: null,
}

it('knows a Message-ID with and without its brackets, and a mail without any by its time and size', () => {
  const { ownName } = threadPlace(mail)
  expect(threadPlace({ ...mail, messageIdHeader: ' 1@x ' }).ownName).toBe(ownName)
  expect(threadPlace({ ...mail, messageIdHeader: null, inReplyTo: 'On Monday <1@x>' }).parents).toEqual([
    ownName,
  ])
  const nameless = threadPlace({ ...mail, messageIdHeader: null }).ownName
  expect(threadPlace({ ...mail, messageIdHeader: null }).ownName).toBe(nameless)
  expect(threadPlace({ ...mail, messageIdHeader: null, size: 1_001 }).ownName).not.toBe(nameless)
})

it('gives the same Message-ID another name in another account', () => {
  expect(threadPlace({ ...mail, accountId: 2 }).ownName).not.toBe(threadPlace(mail).ownName)
})

it('takes a question and its answer for mails of one subject and the same people, whoever writes', () => {
  const answer = {
    ...mail,
    subject: 'رد: LUNCH?',
    from: { address: 'layla@example.org' },
    to: [{ address: 'omar@EXAMPLE.org' }],
  }
  expect(threadPlace(answer).subjectKey).toBe(threadPlace(mail).subjectKey)
  expect(threadPlace({ ...answer, cc: [{ address: 'a@b' }] }).subjectKey).not.toBe(
    threadPlace(mail).subjectKey,
  )
})

it('goes by the subject only where nothing else says what is answered', () => {
  expect(threadPlace(mail).bareReply).toBe(true)
  expect(threadPlace(mail, ['<0@x>']).bareReply).toBe(false)
  expect(threadPlace({ ...mail, inReplyTo: '<0@x>' }).bareReply).toBe(false)
  expect(threadPlace({ ...mail, subject: 'Lunch?' }).bareReply).toBe(false)
  expect(threadPlace({ ...mail, subject: 'Re:' }).bareReply).toBe(false)
  expect(threadPlace({ ...mail, to: [] })).toMatchObject({ bareReply: false, subjectKey: null })
})
