import { expect } from '@playwright/test'
import { vectorClasses } from '../../renderer/features/leak-test/vectors/all-vectors.ts'
import { fireAsPages } from './harness/fire.ts'
import { openHarness, test } from './harness/range.ts'

test.describe.configure({ timeout: 180_000 })

/** Wall 3 alone: PAGE_CSP on a page of the app into which a whole hostile mail was written. */
const alone = { message: false, page: true }

/** No policy judges these: the same three kinds as for wall 2. The session has no resolver and refuses them. */
const RESOLVED = [
  'iframe-src',
  'iframe-lazy',
  'frameset',
  'iframe-name',
  'frame-name',
  'svg-foreign-iframe',
  'dns-prefetch',
  'dns-prefetch-body',
  'preconnect',
  'preconnect-crossorigin',
  'preconnect-stylesheet',
  'preconnect-ip',
  'link-hover',
  'link-hover-https',
  'link-hover-scheme-relative',
  'link-hover-target',
  'link-hover-picture',
  'link-hover-block',
  'link-press',
  'area-hover',
  'svg-link-hover',
  'svg-xlink-hover',
]

for (const [title, vectors] of Object.entries(vectorClasses)) {
  test(`wall 3, the page's policy, alone lets no request out that leaves the page where it is: ${title}`, async ({
    range,
  }) => {
    const staying = vectors.filter(({ navigates }) => navigates !== true)
    const seen = await fireAsPages(range, staying, alone)
    const out = [...seen].map(([name, hits]) => ({
      name,
      // The app's own files are 'self', and app:// has no server behind it.
      hits: hits.filter(({ host }) => host !== 'own-origin'),
    }))
    const names = new Set(staying.map(({ name }) => name))
    expect(out.filter(({ hits }) => hits.some(({ kind }) => kind === 'http'))).toEqual([])
    expect(
      out
        .filter(({ hits }) => hits.length > 0)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(RESOLVED.filter((name) => names.has(name)).sort())
  })
}

test("wall 3 lets nobody write a mail into the app's page as HTML, nor give a script its source", async ({
  range,
}) => {
  Object.assign(range.harness.policies, alone)
  expect(await trySinks(await openHarness(range))).toEqual([])
  Object.assign(range.harness.policies, { page: false })
  expect((await trySinks(await openHarness(range))).length).toBeGreaterThan(10)
})

/** @returns names of those that were not refused. */
function trySinks(page: Awaited<ReturnType<typeof openHarness>>): Promise<string[]> {
  return page.evaluate(() => {
    const hostile = '<img src=x onerror=1>'
    const script = () => document.createElement('script')
    const sinks: Record<string, () => unknown> = {
      innerHTML: () => {
        document.createElement('div').innerHTML = hostile
      },
      outerHTML: () => {
        document.body.appendChild(document.createElement('p')).outerHTML = hostile
      },
      insertAdjacentHTML: () => document.body.insertAdjacentHTML('beforeend', hostile),
      setHTMLUnsafe: () => document.body.setHTMLUnsafe(hostile),
      write: () => document.implementation.createHTMLDocument().write(hostile),
      parseFromString: () => new DOMParser().parseFromString(hostile, 'text/html'),
      parseHTMLUnsafe: () => Document.parseHTMLUnsafe(hostile),
      createContextualFragment: () => document.createRange().createContextualFragment(hostile),
      srcdoc: () => {
        document.createElement('iframe').srcdoc = hostile
      },
      'script text': () => {
        script().text = '1'
      },
      'script src': () => {
        script().src = '/harness.js'
      },
      'handler attribute': () => document.body.setAttribute('onclick', '1'),
      'policy of another name': () => Reflect.get(window, 'trustedTypes').createPolicy('anything', {}),
    }
    return Object.entries(sinks)
      .filter(([, attempt]) => {
        try {
          attempt()
          return true
        } catch {
          return false
        }
      })
      .map(([name]) => name)
  })
}
