import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { MailError } from '../../../shared/errors.ts'
import { en } from '../../i18n/en.ts'
import { showPage } from '../../testing/show-page.tsx'
import { prepareUnknown } from '../reader/prepare-body.ts'
import { LeakTestDialog } from './leak-test-dialog.tsx'

// Hundreds of mails are laid out, each in a frame of its own.
vi.setConfig({ testTimeout: 90_000 })

test('a wall with a hole is red, the others stay green', async () => {
  let asked = 0
  const naive = (frame: Document, html: string): void => frame.body.setAttribute('data-mail', html)
  const shown = showPage(<LeakTestDialog prepare={naive} onClose={() => {}} />, {
    engine: {
      'leakTest.start': () => ({ port: 9, silentPort: 9 }),
      // After the session nothing has arrived, after the door something has.
      'leakTest.hits': () => (++asked < 3 ? [] : ['127.0.0.1:9/door']),
      'leakTest.tryDoor': () => ({ attacks: 12 }),
      'leakTest.stop': () => {},
    },
    shell: {
      'shell.traffic': () => ({ stopped: 0, left: 0 }),
      'shell.tryNetwork': () => ({ attacks: 10, passed: [] }),
    },
  })
  await expect.element(page.getByRole('status'), { timeout: 60_000 }).toHaveTextContent(en.leakTest.broken)
  const marks = [...document.querySelectorAll('tbody tr')].map((row) => row.getAttribute('data-held'))
  expect(marks).toEqual(['false', 'true', 'true', 'true', 'false'])
  await expect.element(page.getByRole('img', { name: en.leakTest.fell }).first()).toBeInTheDocument()
  await expect.poll(() => shown.asked.at(-1)?.name).toBe('leakTest.stop')
})

test('a test that could not run says so instead of being green', async () => {
  showPage(<LeakTestDialog prepare={prepareUnknown} onClose={() => {}} />, {
    engine: {
      'leakTest.start': () => {
        throw new MailError('internal')
      },
    },
  })
  await expect.element(page.getByRole('dialog')).toMatchTextContent(en.errors.internal.title)
  await expect.element(page.getByRole('status')).toHaveTextContent('')
})
