import { describe, expect, it } from 'vitest'
import { readHtmlText } from './html-text.ts'

const text = (html: string) => readHtmlText(html, 1_000_000).text.replace(/\s+/g, ' ').trim()

describe('readHtmlText', () => {
  it('keeps words apart at blocks and whole at inline elements', () => {
    expect(text('<b>one</b> <i>two</i>&nbsp;<u>three</u>')).toBe('one two three')
    expect(text('<td>one</td><td>two</td><p>th<b>re</b>e<br>four</p>five')).toBe('one two three four five')
  })

  it('decodes entities', () => {
    expect(text('5 &euro; &lt;b&gt; &#1605;&#x631; &amp;amp; AT&T &nosuch;')).toBe(
      '5 € <b> مر &amp; AT&T &nosuch;',
    )
  })

  it('leaves out what nobody reads', () => {
    expect(
      text(
        '<title>t</title><style>a{}</style><script>s("</b>")</script><!-- c --><![CDATA[x]]><p title="no">yes',
      ),
    ).toBe('yes')
  })

  it('reads on after a style that is never closed only where a browser would', () => {
    expect(text('<style>a{}<p>unread')).toBe('')
  })

  it('gives the alternative texts of pictures apart', () => {
    const html = '<img src=x alt="A &amp; B"><img alt=\'two\'><img alt><p alt="no">t'
    expect(readHtmlText(html, 1_000).alternatives).toBe('A & B two')
  })

  it('stops when it has enough', () => {
    expect(readHtmlText('<p>word</p>'.repeat(1_000_000), 100).text.length).toBeLessThan(200)
  })

  it('ends on HTML made to slow it down', { timeout: 60_000 }, () => {
    for (const unit of ['<', '<!-', '<!--', '&am', '<a ', '<img alt="', '</', '<style>', '&#', '<p a=']) {
      readHtmlText(unit.repeat(2_000_000 / unit.length), Number.MAX_SAFE_INTEGER)
    }
  })
})
