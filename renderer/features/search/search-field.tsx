import { Search as SearchIcon, X } from 'lucide-react'
import { type JSX, type RefObject, useEffect, useEffectEvent } from 'react'
import { Button } from 'react-aria-components/Button'
import { Input } from 'react-aria-components/Input'
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField'
import { useTranslation } from 'react-i18next'
import { useShellCommand } from '../../engine-client.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './search-field.module.css'

interface SearchFieldProps {
  input: RefObject<HTMLInputElement | null>
  value: string
  onChange(value: string): void
}

/** The engine takes no more. */
const MOST_LETTERS = 900

/** Found with "/" or Ctrl+F from anywhere outside a text field, emptied with Esc. */
export function SearchField({ input, value, onChange }: SearchFieldProps): JSX.Element {
  const { t } = useTranslation()
  function goThere(): void {
    input.current?.focus()
    input.current?.select()
  }
  useShellCommand('search', goThere)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!asksForSearch(event)) return
    event.preventDefault()
    goThere()
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => onKey(event)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <AriaSearchField
      aria-label={t('search.label')}
      value={value}
      onChange={onChange}
      maxLength={MOST_LETTERS}
      className={classNames(styles['field'])}
    >
      <SearchIcon size={16} aria-hidden className={styles['icon']} />
      <Input
        ref={input}
        dir="auto"
        placeholder={t('search.placeholder')}
        spellCheck={false}
        autoCapitalize="none"
        className={classNames(styles['input'])}
      />
      <Button aria-label={t('search.clear')} className={classNames(styles['clear'])}>
        <X size={15} aria-hidden />
      </Button>
    </AriaSearchField>
  )
}

function asksForSearch(event: KeyboardEvent): boolean {
  if (event.key.toLowerCase() === 'f')
    return (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
  // Shift is how some keyboards write the slash.
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return false
  return !(event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]'))
}
