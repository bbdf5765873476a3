import { expect, test } from 'vitest'
import { dropRootDot } from './drop-root-dot.ts'

test.each([
  ['host.example.', 'host.example'],
  ['host.example', 'host.example'],
  // No host at all; whoever opens sockets refuses it.
  ['host.example..', 'host.example..'],
  ['', ''],
])('%j is called %j', (hostname, name) => {
  expect(dropRootDot({ hostname }).hostname).toBe(name)
})
