import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { MailError } from '../../../shared/errors.ts'
import { type Transfer, transferSchema } from '../../../shared/models/transfer.ts'
import { sampleFolder } from '../../testing/samples.ts'
import { showPage } from '../../testing/show-page.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { TransferStatus } from './transfer-status.tsx'

const folder = sampleFolder({ id: 4, name: 'Garden', role: null, total: 2_500 })

const sample = (changes: Partial<Transfer>): Transfer =>
  transferSchema.parse({
    ...{ kind: 'import', folderId: 4, stage: 'running', done: 30, total: 120 },
    ...{ mails: 12, known: 0, refused: 0, failure: null },
    ...changes,
  })

test('the import is begun by choosing files; who chooses none is still asked', async () => {
  const onClose = vi.fn()
  let begun = false
  const { asked } = showPage(<ImportDialog folder={folder} onClose={onClose} />, {
    engine: { 'transfer.import': () => ({ begun }) },
  })
  await page.getByRole('button', { name: 'Choose files…' }).click()
  await vi.waitFor(() =>
    expect(asked.at(-1)).toEqual({ name: 'transfer.import', input: { folderId: 4, from: 'files' } }),
  )
  expect(onClose).not.toHaveBeenCalled()
  begun = true
  await page.getByRole('button', { name: 'Choose a folder…' }).click()
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(asked.at(-1)?.input).toEqual({ folderId: 4, from: 'folder' })
})

test('the export says how many will lie open, in which format, and why it can not begin', async () => {
  const { asked } = showPage(<ExportDialog folder={folder} onClose={() => {}} />, {
    engine: {
      'transfer.export': () => {
        throw new MailError('file-refused')
      },
    },
  })
  await expect.element(page.getByText(/^2,500 messages are written/)).toBeVisible()
  await page.getByRole('button', { name: /Format/ }).click()
  await page.getByRole('option', { name: 'One file (mbox)' }).click()
  await page.getByRole('button', { name: 'Choose a place…' }).click()
  await expect.element(page.getByText('That file or folder could not be opened.')).toBeVisible()
  expect(asked.at(-1)?.input).toEqual({ folderId: 4, format: 'mboxrd', name: 'Garden' })
})

test('one sees how far it is, can stop it, and reads how it ended until one has seen it', async () => {
  const { engine, asked } = showPage(<TransferStatus folderNameOf={() => 'Garden'} />, {
    engine: { 'transfer.state': () => sample({}), 'transfer.cancel': () => {} },
  })
  await expect
    .element(page.getByRole('progressbar', { name: /Importing into .Garden.…/ }))
    .toHaveAttribute('aria-valuenow', '30')
  await expect.element(page.getByText('12 messages so far')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await vi.waitFor(() => expect(asked.at(-1)?.name).toBe('transfer.cancel'))
  engine.announce('transfer.state', sample({ stage: 'cancelled', mails: 1, known: 2, refused: 3 }))
  await expect.element(page.getByText(/^1 message imported into .Garden.\.$/)).toBeVisible()
  await expect.element(page.getByText('Stopped before the end.')).toBeVisible()
  await expect.element(page.getByText('2 were there already.')).toBeVisible()
  await expect.element(page.getByText(/^3 could not be read/)).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect.element(page.getByText(/imported into/)).not.toBeInTheDocument()
})

test('in Arabic a failure is Arabic too', async () => {
  const failure = { code: 'disk-full', retry: 'after-user' } as const
  showPage(<TransferStatus folderNameOf={() => 'الحديقة'} />, {
    language: 'ar',
    engine: { 'transfer.state': () => sample({ kind: 'export', stage: 'failed', mails: 3, failure }) },
  })
  await expect.element(page.getByText(/صُدّرت .*رسائل من/)).toBeVisible()
  await expect.element(page.getByText('لم تبقَ مساحة على هذا الحاسوب.')).toBeVisible()
})
