import { describe, expect, it } from 'vitest'
import type { BodyPart } from '../../../shared/models/message.ts'
import { limits } from './limits.ts'
import { readSearchText } from './search-text.ts'

const html = (content: string): BodyPart => ({ kind: 'html', content })
const plain = (content: string): BodyPart => ({ kind: 'text', content })
const words = (text: string) => text.split(/\s+/).filter(Boolean)

describe('readSearchText', () => {
  it('holds the words of every part', () => {
    const { text, snippet } = readSearchText([plain('first part'), html('<p>second <img alt="picture">')], [])
    expect(words(text)).toEqual(['first', 'part', 'second', 'picture'])
    expect(snippet).toBe('first part')
  })

  it('holds the words of an alternative once, without its long addresses', () => {
    const { text } = readSearchText(
      [html('<p>Spring <b>sale</b></p>')],
      [plain('Spring sale tomorrow (https://click.example/abc)')],
    )
    expect(words(text)).toEqual(['Spring', 'sale', 'tomorrow'])
  })

  it('makes the snippet of the first part that has words, or of the pictures', () => {
    expect(readSearchText([html('<p>&nbsp;</p>'), plain('words')], []).snippet).toBe('words')
    expect(readSearchText([html('<img alt="Sale ends today">')], []).snippet).toBe('Sale ends today')
    expect(readSearchText([], [])).toEqual({ text: '', snippet: '' })
  })

  it('is bounded, and ends on a million different words beside a million others', { timeout: 60_000 }, () => {
    const many = (letter: string) =>
      Array.from({ length: 1_000_000 }, (_, i) => letter + i.toString(36)).join(' ')
    const { text } = readSearchText([plain(many('a'))], [plain(many('b'))])
    expect(text.length).toBeLessThanOrEqual(limits.searchText + 1)
  })
})
