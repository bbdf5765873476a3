import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { PictureProxy } from '../../../shared/models/privacy-settings.ts'
import { showPage } from '../../testing/show-page.tsx'
import { ProxyForm } from './proxy-form.tsx'

function showForm(proxy: PictureProxy | null = null, isUnknown = false) {
  const saved: (readonly [PictureProxy | null, string | undefined])[] = []
  showPage(
    <ProxyForm proxy={proxy} isUnknown={isUnknown} onSave={(...given) => saved.push([given[0], given[1]])} />,
  )
  return saved
}

async function choose(kind: string) {
  await page.getByRole('button', { name: /Through a proxy/ }).click()
  await page.getByRole('option', { name: kind }).click()
}
const use = page.getByRole('button', { name: 'Use this proxy' })

test('a proxy is used when it is whole and saved, not before', async () => {
  const saved = showForm()
  await choose('SOCKS5')
  await use.click()
  await expect.element(page.getByText('Enter the name or address of the proxy.')).toBeVisible()
  await expect.element(page.getByLabelText('Server')).toHaveFocus()
  await page.getByLabelText('Server').fill('proxy.example')
  await page.getByLabelText('Port').fill('70000')
  await use.click()
  await expect.element(page.getByText('Enter a number from 1 to 65535.')).toBeVisible()
  await expect.element(page.getByLabelText('Port')).toHaveFocus()
  expect(saved).toEqual([])
  await page.getByLabelText('Port').fill('9050')
  await use.click()
  expect(saved).toEqual([[{ kind: 'socks5', host: 'proxy.example', port: 9050 }, undefined]])
})

test('user and password go with it; the password stays in no field', async () => {
  const saved = showForm()
  await choose('HTTP')
  await page.getByLabelText('Server').fill('proxy.example')
  await page.getByLabelText('Port').fill('3128')
  expect(page.getByLabelText('Password').elements()).toEqual([])
  await page.getByLabelText('User name').fill('rea:der')
  await page.getByLabelText('Password').fill('p:ä')
  await use.click()
  await expect.element(page.getByText('Enter a name without a colon.')).toBeVisible()
  await page.getByLabelText('User name').fill('reader')
  await use.click()
  expect(saved).toEqual([[{ kind: 'http', host: 'proxy.example', port: 3128, user: 'reader' }, 'p:ä']])
  await expect.element(page.getByLabelText('Password')).toHaveValue('')
})

test('the password of the proxy in use can be given anew, or left', async () => {
  const proxy = { kind: 'socks5', host: 'proxy.example', port: 9050, user: 'reader' } as const
  const saved = showForm(proxy)
  await expect.element(page.getByRole('button', { name: 'In use' })).toBeDisabled()
  await expect.element(page.getByText('Leave it empty to keep the one you gave.')).toBeVisible()
  await page.getByLabelText('Password').fill('another')
  await use.click()
  expect(saved).toEqual([[proxy, 'another']])
  // For another server the old one counts no more.
  await page.getByLabelText('Server').fill('elsewhere.example')
  await expect.element(page.getByText('Leave it empty to keep the one you gave.')).not.toBeInTheDocument()
})

test('no proxy counts at once', async () => {
  const saved = showForm({ kind: 'socks5', host: 'proxy.example', port: 9050 })
  await choose('No proxy')
  expect(saved).toEqual([[null, undefined]])
  expect(page.getByLabelText('Server').elements()).toEqual([])
})

test('where it was lost whether there is one, nothing but an answer to that counts', async () => {
  const saved = showForm(null, true)
  await expect.element(page.getByText('Do you use a proxy?')).toBeVisible()
  expect(saved).toEqual([])
  await page.getByRole('button', { name: 'I use none' }).click()
  expect(saved).toEqual([[null, undefined]])
})
