import { newsletter, plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { ADDRESS, expect, test } from '../fixtures/test.ts'
import { Mailbox } from '../pages/mailbox.ts'
import { SearchBox } from '../pages/search-box.ts'

const PICTURES = ['images.news.example/harbour.png', 'images.news.example/market.png']

test('however often a mail is looked at, each picture is asked for once and a tracker never', async ({
  launch,
  server,
  senders,
}) => {
  const first = await launch()
  const before = await signIn(first, server, [newsletter(), plainText()])
  await before.open('News of the week')
  await before.loadImages.click()
  await expect(before.banner).toContainText('2 pictures shown.')
  expect([...senders.hits].sort()).toEqual(PICTURES)
  const proof = '0 requests left this window.'
  await expect(before.reader).toContainText(
    `${proof} To fetch pictures, Curtain itself sent 2 requests. 2 pictures came.`,
  )
  await first.quit()

  const app = await launch()
  const mailbox = new Mailbox(app.page)
  const harbour = mailbox.body.getByRole('img', { name: 'The harbour' })
  await mailbox.open('News of the week')
  await expect(harbour).toHaveJSProperty('naturalWidth', 240)
  await expect(mailbox.reader.getByText(proof)).toHaveText(proof)
  await mailbox.open('Dinner on Friday')
  await mailbox.open('News of the week')
  await expect(harbour).toHaveJSProperty('naturalWidth', 240)

  // Printed as the menu does it: laid out for paper, with the pictures, without the window around the mail.
  // A system's print dialog can't be answered from here; what it would print is asked of Chromium itself.
  await app.page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-asked-to-print', '')
  })
  await app.pickMenuItem('Print…')
  await expect(app.page.locator('body')).toHaveAttribute('data-asked-to-print')
  const paper = await app.page.pdf()
  expect(paper.length).toBeGreaterThan(10_000)
  await app.page.emulateMedia({ media: 'print' })
  await expect(harbour).toBeVisible()
  await expect(mailbox.list).toBeHidden()
  await expect(mailbox.banner).toBeHidden()
  await app.page.emulateMedia({ media: null })

  // Search, new mail and another look at the list: excerpts and snippets fetch nothing either.
  const search = new SearchBox(app.page)
  await search.field.fill('harbour')
  await expect(mailbox.row('Dinner on Friday')).toHaveCount(0)
  await expect(mailbox.row('News of the week')).toHaveCount(1)
  await search.field.fill('')
  server.deliver(ADDRESS, [newsletter()])
  await app.pickMenuItem('Check for mail')
  await expect(mailbox.row('News of the week')).toHaveCount(2)
  expect([...senders.hits].sort()).toEqual(PICTURES)
})
