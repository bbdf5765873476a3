import { expect, test } from 'vitest'
import './tokens.css'
import { showTheme, themeSchema } from './theme.ts'

/** Words on the ground they stand on somewhere in the page. */
const WORDS: [text: string, ground: string][] = [
  ['text', 'surface'],
  ['text', 'surface-sunken'],
  ['text', 'surface-raised'],
  ['text', 'surface-hover'],
  ['text', 'selected'],
  ['text', 'danger-soft'],
  ['text', 'accent-soft'],
  ['text-soft', 'surface'],
  ['text-soft', 'surface-sunken'],
  ['text-soft', 'surface-raised'],
  ['text-soft', 'surface-hover'],
  ['text-soft', 'selected'],
  ['accent', 'surface'],
  ['accent', 'surface-sunken'],
  ['accent', 'surface-raised'],
  ['accent', 'selected'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['tracker-text', 'tracker'],
  ['tracker-text', 'surface'],
  ['tracker-text', 'surface-sunken'],
  ['suspect-text', 'surface'],
  ['suspect-text', 'surface-raised'],
  ['suspect-text', 'selected'],
  ['danger', 'surface'],
  ['danger', 'surface-raised'],
  ['danger', 'accent-soft'],
  ['on-danger', 'danger'],
  ['on-velvet', 'velvet'],
  ['on-velvet', 'velvet-raised'],
  ['on-velvet-soft', 'velvet'],
  ['on-velvet-soft', 'velvet-fold'],
  ['surface', 'text'],
]
/** Edges and marks that must be seen to use the page. */
const MARKS: [mark: string, ground: string][] = [
  ['line-strong', 'surface'],
  ['line-strong', 'surface-sunken'],
  ['accent', 'surface'],
  ['accent', 'selected'],
  ['star', 'surface'],
  ['star', 'selected'],
  ['star', 'surface-hover'],
]

function luminance(token: string): number {
  const probe = document.body.appendChild(document.createElement('span'))
  probe.style.color = `var(--${token})`
  const channels =
    getComputedStyle(probe)
      .color.match(/[\d.]+/g)
      ?.slice(0, 3)
      .map(Number) ?? []
  probe.remove()
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

test.each(themeSchema.exclude(['system']).options)(
  'everything can be read in the %s theme (WCAG AA)',
  (theme) => {
    showTheme(theme)
    const weak = [
      ...WORDS.filter(([text, ground]) => contrast(text, ground) < 4.5),
      ...MARKS.filter(([mark, ground]) => contrast(mark, ground) < 3),
    ]
    showTheme('system')
    expect(weak.map(([one, other]) => `${one} on ${other}: ${contrast(one, other).toFixed(2)}`)).toEqual([])
  },
)
