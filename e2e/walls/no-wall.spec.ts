import { expect } from '@playwright/test'
import { vectorClasses } from '../../renderer/features/leak-test/vectors/all-vectors.ts'
import { fireAsPages, fireInFrames } from './harness/fire.ts'
import { test } from './harness/range.ts'

test.describe.configure({ timeout: 180_000 })

// The control of every other test here: the very same mails, shown the very same way, with no wall standing.
// A wall that is taken away turns its own test red because these turn up there.
for (const [title, vectors] of Object.entries(vectorClasses)) {
  const dead = vectors.filter(({ inert }) => inert !== undefined).map(({ name }) => name)
  const living = vectors.filter(({ inert }) => inert === undefined).map(({ name }) => name)

  test(`without a wall, a mail in a frame is seen by its sender: ${title}`, async ({ range }) => {
    const walls = { sanitiser: false, message: false, page: false }
    const seen = await fireInFrames(range, vectors, walls, living)
    // What was believed dead is not: strike its `inert`.
    expect(dead.filter((name) => seen.has(name))).toEqual([])
  })

  test(`without a wall, a mail as a page of the app is seen by its sender: ${title}`, async ({ range }) => {
    // Chromium leads a frame to a data: address, never a whole page.
    const awaited = living.filter((name) => name !== 'go-link-data')
    await fireAsPages(range, vectors, { message: false, page: false }, awaited)
  })
}
