import { afterEach, expect, test } from 'vitest'
import { commandOf } from './commands.ts'

afterEach(() => document.body.replaceChildren())

const press = (key: string, more: KeyboardEventInit = {}) =>
  commandOf(new KeyboardEvent('keydown', { key, ...more }))

/** What a press means while that element has the focus. */
function pressIn(markup: Element, key: string) {
  document.body.append(markup)
  let command: ReturnType<typeof commandOf> | undefined
  const target = markup.querySelector('*') ?? markup
  document.addEventListener('keydown', (event) => (command = commandOf(event)), { once: true })
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  return command
}

function element(name: string, attributes: Record<string, string> = {}, inside?: Element): Element {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  if (inside) made.append(inside)
  return made
}

test.each([
  ['e', 'archive'],
  ['E', 'archive'],
  ['#', 'delete'],
  ['Delete', 'delete'],
  ['!', 'junk'],
  ['m', 'move'],
  ['v', 'move'],
  ['s', 'star'],
  ['u', 'mark-unread'],
  ['z', 'undo-act'],
  ['j', 'next-message'],
  ['k', 'previous-message'],
  ['?', 'keyboard-help'],
  ['؟', 'keyboard-help'],
  ['q', null],
])('%s means %s', (key, command) => {
  expect(press(key)).toBe(command)
})

test('with Shift, u marks as read', () => {
  expect(press('U', { shiftKey: true })).toBe('mark-read')
})

test('an Arabic keyboard has the keys where they are on a Latin one', () => {
  expect(press('ث', { code: 'KeyE' })).toBe('archive')
  expect(press('ع', { code: 'KeyU' })).toBe('mark-unread')
})

test('Ctrl+Z undoes; other letters with Ctrl, Cmd or Alt are not ours', () => {
  expect(press('z', { ctrlKey: true })).toBe('undo-act')
  expect(press('z', { metaKey: true })).toBe('undo-act')
  expect(press('z', { ctrlKey: true, shiftKey: true })).toBeNull()
  expect(press('e', { ctrlKey: true })).toBeNull()
  expect(press('s', { metaKey: true })).toBeNull()
  expect(press('e', { altKey: true })).toBeNull()
})

test('no key is taken from a field, a dialog, a menu or the folders', () => {
  expect(pressIn(element('input'), 'e')).toBeNull()
  expect(pressIn(element('textarea'), 'e')).toBeNull()
  expect(pressIn(element('div', { contenteditable: 'true' }, element('b')), 'e')).toBeNull()
  expect(pressIn(element('div', { role: 'dialog' }, element('button')), 'e')).toBeNull()
  expect(pressIn(element('div', { role: 'menu' }, element('div')), 'e')).toBeNull()
  const folders = element('nav', {}, element('div', { role: 'listbox' }))
  expect(pressIn(folders, 'e')).toBeNull()
  expect(pressIn(element('button'), 'e')).toBe('archive')
})
