import type { FrameLocator, Locator, Page } from '@playwright/test'

/** The three panes, by their roles. */
export class Mailbox {
  readonly list: Locator
  readonly banner: Locator
  readonly loadImages: Locator
  /** The frame that shows the mail which is open. */
  readonly body: FrameLocator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.list = page.getByRole('listbox')
    this.banner = page.getByRole('region', { name: 'Pictures and trackers in this mail' })
    this.loadImages = this.banner.getByRole('button', { name: 'Load images' })
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
