import { expect, test } from 'vitest'
import { askMainForPaths } from './ask-main-for-paths.ts'

test('each choice reaches who asked for it, and one that nobody asked for reaches nobody', async () => {
  const asked: number[] = []
  const paths = askMainForPaths(({ id }) => asked.push(id))
  const first = paths.pickPaths({ kind: 'files' })
  const second = paths.pickPaths({ kind: 'save', name: 'Figs.mbox' })
  paths.answer({ kind: 'path-reply', id: 99, paths: ['/etc/passwd'] })
  paths.answer({ kind: 'path-reply', id: asked[1] ?? 0, paths: ['/home/mona/Figs.mbox'] })
  paths.answer({ kind: 'path-reply', id: asked[0] ?? 0, paths: [] })
  expect(await Promise.all([first, second])).toEqual([[], ['/home/mona/Figs.mbox']])
})
