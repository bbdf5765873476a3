import { FolderInput, Search, Send, Undo2 } from 'lucide-react'
import { expect, test } from 'vitest'
import { showPage } from '../testing/show-page.tsx'

const icons = { Undo2, FolderInput, Send, Search }

test.each([
  ['en', { Undo2: 'none', FolderInput: 'none', Send: 'none', Search: 'none' }],
  [
    'ar',
    {
      Undo2: 'matrix(-1, 0, 0, 1, 0, 0)',
      FolderInput: 'matrix(-1, 0, 0, 1, 0, 0)',
      Send: 'matrix(-1, 0, 0, 1, 0, 0)',
      Search: 'none',
    },
  ],
] as const)('icons that have a direction turn with it, others do not: %s', async (language, expected) => {
  showPage(
    <div data-testid={language}>
      {Object.entries(icons).map(([name, Icon]) => (
        <Icon key={name} aria-label={name} />
      ))}
    </div>,
    { language },
  )
  await expect.poll(() => document.querySelectorAll(`[data-testid=${language}] svg`).length).toBe(4)
  const shown = [...document.querySelectorAll(`[data-testid=${language}] svg`)].map((icon) => [
    icon.getAttribute('aria-label'),
    getComputedStyle(icon).transform,
  ])
  expect(Object.fromEntries(shown)).toEqual(expected)
})
