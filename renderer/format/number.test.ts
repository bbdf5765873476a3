import { expect, test } from 'vitest'
import { formatNumber, formatSize } from './number.ts'

test('sizes are said in the unit that people would say', () => {
  const said = [0, 1, 999, 1_000, 184_220, 999_600, 1_840_220, 512_000_000].map((size) =>
    formatSize(size, 'en'),
  )
  expect(said).toEqual(['0 bytes', '1 byte', '999 bytes', '1 kB', '184 kB', '1 MB', '1.8 MB', '512 MB'])
})

test('digits follow the region', () => {
  expect(formatNumber(1234, 'ar-EG')).toBe('١٬٢٣٤')
  expect(formatNumber(1234, 'ar-MA')).toBe('1.234')
})
