import { expect, test } from 'vitest'
import { messageIdSchema } from '../../../shared/models/message.ts'
import { messageOfReference, referenceIds } from './reference-id.ts'

const mail = messageIdSchema.parse(200_000_000)
const at = (n: number, part = 0) => ({ part, kind: 'img', url: `https://shop.example/${n}.png` })

test('an address keeps its id, whatever comes before it or goes', () => {
  const [first, second, third] = referenceIds(mail, [at(1), at(2), at(3)])
  expect(referenceIds(mail, [at(9), at(3), at(1)]).slice(1)).toEqual([third, first])
  expect(referenceIds(mail, [at(2)])).toEqual([second])
})

test('the same address in another place or mail has another id, and each id tells its mail', () => {
  const other = messageIdSchema.parse(200_000_001)
  const ids = [
    ...referenceIds(mail, [at(1), at(1, 1), { ...at(1), kind: 'srcset' }]),
    ...referenceIds(other, [at(1)]),
  ]
  expect(new Set(ids).size).toBe(4)
  expect(ids.map(messageOfReference)).toEqual([mail, mail, mail, other])
})

test('as many as a mail may have never share one', () => {
  const ids = referenceIds(
    mail,
    Array.from({ length: 50_000 }, (_, n) => at(n)),
  )
  expect(new Set(ids).size).toBe(50_000)
  expect(ids.every((id) => messageOfReference(id) === mail)).toBe(true)
})
