import type { Locator, Page } from '@playwright/test'
import { en } from '../../renderer/i18n/en.ts'

type Words = { search: { label: string; filter: string } }

/** What stands above the list: the field, and the filter under it. */
export class SearchBox {
  readonly field: Locator
  private readonly filters: Locator

  constructor(page: Page, words: Words = en) {
    this.field = page.getByRole('searchbox', { name: words.search.label })
    this.filters = page.getByRole('radiogroup', { name: words.search.filter })
  }

  filter(name: string): Locator {
    return this.filters.getByRole('radio', { name, exact: true })
  }
}
