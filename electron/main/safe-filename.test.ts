import { expect, test } from 'vitest'
import { safeFilename } from './safe-filename.ts'

test.each([
  ['../../.ssh/authorized_keys', '_.._.ssh_authorized_keys'],
  ['C:\\Windows\\x.dll', 'C__Windows_x.dll'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['a\u0000b\n.pdf', 'ab.pdf'],
  ['.bashrc', 'bashrc'],
  ['report.pdf. . ', 'report.pdf'],
  ['NUL.txt', '_NUL.txt'],
  ['', 'attachment'],
  ['...', 'attachment'],
  ['فاتورة.pdf', 'فاتورة.pdf'],
])('%j is proposed as %j', (name, safe) => {
  expect(safeFilename(name)).toBe(safe)
})

test('a name of any length keeps its ending', () => {
  const safe = safeFilename(`${'long '.repeat(500)}.pdf`)
  expect(safe.length).toBeLessThanOrEqual(180)
  expect(safe).toMatch(/\.pdf$/)
})
