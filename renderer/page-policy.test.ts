import { expect, test } from 'vitest'
import html from './index.html?raw'

/** The package does not export the file; what matters here is only what is written in it. */
const usePress = import.meta.glob<string>(
  '../node_modules/react-aria/dist/private/interactions/usePress.mjs',
  { query: '?raw', import: 'default', eager: true },
)

const parsed = new DOMParser().parseFromString(html, 'text/html')

test('index.html holds nothing inline that the page policy would refuse', () => {
  expect(parsed.querySelectorAll('style, [style], script:not([src])').length).toBe(0)
  for (const element of parsed.querySelectorAll('*')) {
    for (const name of element.getAttributeNames()) expect(name).not.toMatch(/^on/)
  }
})

test('react-aria still looks for the stand-in of its inline style under the id that index.html has', () => {
  const id = parsed.head.querySelector('meta[id]')?.id ?? 'missing'
  const source = Object.values(usePress).join()
  expect(source).toContain(`'${id}'`)
  expect(source).toContain('touch-action: pan-x pan-y pinch-zoom')
})
