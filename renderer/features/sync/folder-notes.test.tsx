import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { syncStateSchema } from '../../../shared/models/sync-state.ts'
import { sampleFolder } from '../../testing/samples.ts'
import { showPage } from '../../testing/show-page.tsx'
import { FolderNotes } from './folder-notes.tsx'

const names = ['Shared', 'Team', 'الأرشيف', 'Old', 'Older']
const engine = {
  'folder.list': () => names.map((name, n) => sampleFolder({ id: n + 1, path: name, name, role: null })),
}
const stateOf = (given: object) =>
  syncStateSchema.parse({
    ...{ accountId: 1, phase: 'idle', done: 0, total: 0, failure: null, unreadable: [], leftOut: 0 },
    ...given,
  })

test('folders that the server does not let read are named, not too many of them', async () => {
  showPage(<FolderNotes state={stateOf({ unreadable: [1, 2, 3, 4, 5] })} />, { engine })
  const words = page.getByText(/5 folders/)
  await expect.element(words).toMatchTextContent(/Shared.*Team.*الأرشيف.* and 2 more/)
})

test('a folder that is gone is not named any more', async () => {
  showPage(<FolderNotes state={stateOf({ unreadable: [1, 99] })} />, { engine })
  await expect.element(page.getByText(/one folder/)).toMatchTextContent('Shared')
})

test('folders that are left out are counted, in Arabic too', async () => {
  const state = stateOf({ leftOut: 12 })
  showPage(<FolderNotes state={state} />, { engine, language: 'ar', locale: 'ar-EG' })
  await expect.element(page.getByText(/١٢ مجلدًا/)).toBeVisible()
})
