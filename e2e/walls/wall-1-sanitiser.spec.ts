import { expect } from '@playwright/test'
import { vectorClasses } from '../../renderer/features/leak-test/vectors/all-vectors.ts'
import { fireInFrames, tell } from './harness/fire.ts'
import { test } from './harness/range.ts'

test.describe.configure({ timeout: 180_000 })

// Wall 1 alone: no policy on page or frame, no sandbox, all the network there is.
const alone = { sanitiser: true, message: false, page: false }

for (const [title, vectors] of Object.entries(vectorClasses)) {
  test(`wall 1, the sanitiser, alone lets nothing out: ${title}`, async ({ range }) => {
    expect(tell(await fireInFrames(range, vectors, alone))).toEqual([])
  })

  test(`wall 1 alone lets nothing out of mails whose pictures are known and held: ${title}`, async ({
    range,
  }) => {
    expect(tell(await fireInFrames(range, vectors, { ...alone, known: true }))).toEqual([])
  })
}
