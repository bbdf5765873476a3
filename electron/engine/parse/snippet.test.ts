import { describe, expect, it } from 'vitest'
import { limits } from './limits.ts'
import { makeSnippet } from './snippet.ts'

describe('makeSnippet', () => {
  it('is one line', () => {
    expect(makeSnippet('\r\n Hello\n\n  there,\tyou \0\x1b[2J')).toBe('Hello there, you [2J')
  })

  it('passes over the padding that newsletters put behind their preheader', () => {
    const padding = '\u034f\u200c\u00a0\u00ad\u200b\u2007\ufeff\u200d '.repeat(100)
    expect(makeSnippet(`Two hours only${padding}Sale`)).toBe('Two hours only Sale')
  })

  it('keeps the joiners that belong to a word or an emoji', () => {
    expect(makeSnippet('می\u200cخواهم')).toBe('می\u200cخواهم')
    expect(makeSnippet('👩\u200d🚀 flies')).toBe('👩\u200d🚀 flies')
  })

  it('passes over quoted lines', () => {
    expect(makeSnippet('> you wrote\n>> and I\nYes.')).toBe('Yes.')
  })

  it('is bounded and does not cut a character in two', () => {
    expect(makeSnippet('x'.repeat(1_000_000))).toHaveLength(limits.snippet)
    const cut = makeSnippet(`x${'😀'.repeat(limits.snippet)}`)
    expect(cut.isWellFormed()).toBe(true)
    expect(cut.length).toBeGreaterThan(limits.snippet - 2)
  })
})
