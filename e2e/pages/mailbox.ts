import type { FrameLocator, Locator, Page } from '@playwright/test'
import { en } from '../../renderer/i18n/en.ts'

/** The three panes, by their roles. */
export class Mailbox {
  readonly folders: Locator
  readonly list: Locator
  readonly banner: Locator
  readonly loadImages: Locator
  readonly details: Locator
  /** The pane of the open mail. */
  readonly reader: Locator
  /** The frame that shows the mail which is open. */
  readonly body: FrameLocator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.folders = page.getByRole('navigation')
    // Its name is the folder's, and the folders are a list of options too.
    this.list = page.locator('[role=listbox]:not(nav [role=listbox])')
    this.banner = page.getByRole('region', { name: en.banner.label })
    this.loadImages = this.banner.getByRole('button', { name: en.banner.load })
    this.details = this.banner.getByRole('button', { name: en.banner.details })
    this.reader = page.getByRole('main')
    this.body = page.frameLocator('iframe')
  }

  row(subject: string | RegExp): Locator {
    return this.list.getByRole('option', { name: subject })
  }

  async open(subject: string | RegExp): Promise<void> {
    await this.row(subject).click()
    await this.page.getByRole('heading', { name: subject }).waitFor()
  }
}
