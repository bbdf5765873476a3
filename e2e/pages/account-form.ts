import type { Locator, Page } from '@playwright/test'
import type { Dovecot } from '../../electron/engine/testing/dovecot.ts'
import { en } from '../../renderer/i18n/en.ts'

const words = en.accounts

/** The form for an account, as a person fills it in. */
export class AccountForm {
  readonly form: Locator
  readonly password: Locator
  readonly submit: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.form = page.getByRole('form', { name: words.addTitle })
    this.password = this.form.getByLabel(words.password, { exact: true })
    this.submit = this.form.getByRole('button', { name: words.add })
  }

  async fill(server: Dovecot, address: string, password: string): Promise<void> {
    const { form } = this
    await form.getByLabel(words.yourName).fill('Reader')
    await form.getByLabel(words.address).fill(address)
    await this.password.fill(password)
    await form.getByRole('button', { name: en.accountSetup.enterMyself }).click()
    await form.getByLabel(words.security).click()
    await this.page.getByRole('option', { name: words.securities.none }).click()
    await form.getByLabel(words.server).fill('127.0.0.1')
    await form.getByLabel(words.port).fill(String(server.port))
  }
}
