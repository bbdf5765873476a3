import { expect } from '@playwright/test'
import { vectorClasses } from '../../renderer/features/leak-test/vectors/all-vectors.ts'
import { fireInFrames } from './harness/fire.ts'
import { test } from './harness/range.ts'

test.describe.configure({ timeout: 180_000 })

// Wall 2 alone: the sandbox and MESSAGE_CSP around mails that no sanitiser has seen.
const alone = { sanitiser: false, message: true, page: false }

/**
 * What no policy can stop, and so must never reach the frame: Chromium resolves these names (and connects,
 * for preconnect) without a request that could be judged. The sanitiser takes them out, the session has no
 * resolver.
 */
const RESOLVED = {
  'hosts of frames, resolved before the policy refuses the frame': [
    'iframe-src',
    'iframe-lazy',
    'frameset',
    'iframe-name',
    'frame-name',
    'svg-foreign-iframe',
  ],
  'hints to the resolver': [
    'dns-prefetch',
    'dns-prefetch-body',
    'preconnect',
    'preconnect-crossorigin',
    'preconnect-stylesheet',
    'preconnect-ip',
  ],
  'links under the pointer': [
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
    'go-link-top',
    'go-link-parent',
    'go-link-blank',
    'go-link-named',
    'go-link-base-target',
  ],
}

/** To https, which nobody speaks here; to the program itself, for the policy voids the base; to a page without pictures. */
const LED_TO_NOBODY = new Set(['link-press', 'go-link-base', 'go-link-data'])

for (const [title, vectors] of Object.entries(vectorClasses)) {
  test(`wall 2, frame and policy, alone lets no request out but of a link that was pressed: ${title}`, async ({
    range,
  }) => {
    const seen = await fireInFrames(range, vectors, alone)
    const names = new Set(vectors.map(({ name }) => name))
    // A press on a link takes the frame itself away, policy or not. The shell refuses it: will-frame-navigate.
    const followed = vectors.filter(({ leads, name }) => leads && !LED_TO_NOBODY.has(name))
    const requested = [...seen].filter(([, hits]) => hits.some(({ kind }) => kind === 'http'))
    const resolved = [...seen].filter(([, hits]) => hits.every(({ kind }) => kind !== 'http'))
    expect(requested.map(([name]) => name).sort()).toEqual(followed.map(({ name }) => name).sort())
    expect(resolved.map(([name]) => name).sort()).toEqual(
      Object.values(RESOLVED)
        .flat()
        .filter((name) => names.has(name))
        .sort(),
    )
  })
}
