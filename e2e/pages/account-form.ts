import type { Locator, Page } from '@playwright/test'
import type { Dovecot } from '../../electron/engine/testing/dovecot.ts'

/** The form for an account, as a person fills it in. */
export class AccountForm {
  readonly form: Locator
  readonly submit: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.form = page.getByRole('form', { name: 'Add an account' })
    this.submit = this.form.getByRole('button', { name: 'Add account' })
  }

  async fill(server: Dovecot, address: string, password: string): Promise<void> {
    const { form } = this
    await form.getByLabel('Your name').fill('Reader')
    await form.getByLabel('Email address').fill(address)
    await form.getByLabel('Password', { exact: true }).fill(password)
    await form.getByLabel('Protection of the connection').click()
    await this.page.getByRole('option', { name: 'Not encrypted' }).click()
    await form.getByLabel('Incoming mail server (IMAP)').fill('127.0.0.1')
    await form.getByLabel('Port').fill(String(server.port))
  }
}
