import { describe, expect, it } from 'vitest'
import { tidyFilename, tidyLine } from './clean-text.ts'
import { limits } from './limits.ts'

describe('tidyLine', () => {
  it('makes one line of whatever was sent', () => {
    expect(tidyLine('  a\r\nBcc: b\t\u2028c\0\x1b[31m  ')).toBe('a Bcc: b c [31m')
  })

  it('takes direction overrides out and leaves Arabic as it was written', () => {
    expect(tidyLine('moc.\u202elapyap\u202c \u2067x\u2069')).toBe('moc.lapyap x')
    expect(tidyLine('می‌خواهم')).toBe('می‌خواهم')
  })

  it('is bounded', () => {
    expect(tidyLine('x'.repeat(1_000_000))).toHaveLength(limits.line)
  })
})

describe('tidyFilename', () => {
  it('keeps the last level of a path, so that no name leads out of a folder', () => {
    expect(tidyFilename('../../etc/passwd')).toBe('passwd')
    expect(tidyFilename('C:\\Users\\me\\bill.pdf')).toBe('bill.pdf')
    expect(tidyFilename('folder/')).toBe('folder')
    expect(tidyFilename('/')).toBe('')
  })

  it('does not let a program pass for a picture by turning its name round', () => {
    expect(tidyFilename('photo\u202egnp.exe')).toBe('photognp.exe')
  })

  it('shortens a name and keeps its extension', () => {
    const name = tidyFilename(`${'x'.repeat(1_000)}.pdf`)
    expect(name).toHaveLength(limits.filename)
    expect(name).toMatch(/x\.pdf$/)
  })
})
