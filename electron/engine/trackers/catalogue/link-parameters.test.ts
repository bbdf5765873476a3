import { expect, test } from 'vitest'
import { isTrackingParameter } from './link-parameters.ts'

test.each([
  ['utm_source', 'shop.example'],
  ['UTM_ANYTHING', 'shop.example'],
  ['fbclid', 'shop.example'],
  ['pd_rd_w', 'www.amazon.de'],
  ['pd_rd_w', 'amazon.com.au'],
  ['si', 'www.youtube.com'],
])('%s at %s follows the reader', (name, host) => {
  expect(isTrackingParameter(name, host)).toBe(true)
})

test.each([
  ['id', 'shop.example'],
  ['email', 'shop.example'],
  ['ref', 'shop.example'],
  ['utmost', 'shop.example'],
  ['pd_rd_w', 'amazon.shop.example'],
  ['pd_rd_w', 'notamazon.de'],
  ['si', 'notyoutube.com'],
  ['', 'shop.example'],
])('%s at %s may be needed', (name, host) => {
  expect(isTrackingParameter(name, host)).toBe(false)
})
