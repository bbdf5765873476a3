import { expect, test } from 'vitest'
import { isAnotherNetwork, readNetworkSigns } from './network-signs.ts'

const at = (online: boolean, ...addresses: string[]) =>
  readNetworkSigns(online, {
    lo: [{ address: '127.0.0.1', internal: true }],
    wlan0: addresses.map((address) => ({ address, internal: false })),
  })

test('a network that comes back, or is another, is noticed; one that goes or stays is not', () => {
  expect(isAnotherNetwork(at(false), at(true, '192.0.2.1'))).toBe(true)
  expect(isAnotherNetwork(at(true, '192.0.2.1'), at(true, '198.51.100.7'))).toBe(true)
  expect(isAnotherNetwork(at(true, '192.0.2.1'), at(false))).toBe(false)
  expect(isAnotherNetwork(at(true, '192.0.2.1', '2001:db8::1'), at(true, '2001:db8::1', '192.0.2.1'))).toBe(
    false,
  )
})
