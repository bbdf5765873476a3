import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { en } from '../../renderer/i18n/en.ts'
import { newsletter } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'

const words = en.transfer

test('an mbox comes in by the menu, is there for other programs, and leaves again as files', async ({
  app,
  server,
  dataDirectory,
}) => {
  const { page } = app
  await signIn(app, server, [newsletter()])
  const box = join(dataDirectory, 'old mail')
  const one = (n: number) =>
    `From a Tue Nov  3 09:0${n}:00 2020\nSubject: Harvest ${n}\nMessage-ID: <harvest-${n}@example.org>\n\n>From the garden\n\n`
  await writeFile(box, one(1) + one(2))
  await app.answer({ kind: 'open-dialog', paths: [box] })
  await app.pickMenuItem('Import messages…')
  await page.getByRole('button', { name: words.chooseFiles }).click()
  await expect(page.getByText(/^2 messages imported/)).toBeVisible()
  await expect(page.getByRole('option', { name: /Harvest 2/ })).toBeVisible()

  const out = join(dataDirectory, 'out')
  await app.answer({ kind: 'save-dialog', path: out })
  await app.pickMenuItem('Export messages…')
  await page.getByRole('button', { name: words.choosePlace }).click()
  await expect(page.getByText(/^3 messages exported/)).toBeVisible()
  const files = (await readdir(out)).filter((name) => name.includes('Harvest'))
  expect(files.toSorted()).toEqual(['2020-11-03 Harvest 1.eml', '2020-11-03 Harvest 2.eml'])
  expect(await readFile(join(out, files[0] ?? ''), 'latin1')).toContain('\r\n\r\nFrom the garden\r\n')
})
