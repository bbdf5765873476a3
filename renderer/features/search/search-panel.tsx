import type { JSX, ReactNode } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import { useTranslation } from 'react-i18next'
import { searchOrderSchema } from '../../../shared/models/search.ts'
import { classNames } from '../../ui/class-names.ts'
import { SearchField } from './search-field.tsx'
import styles from './search-panel.module.css'
import { filters, type Search } from './use-search.ts'

interface SearchPanelProps {
  search: Search
  /** Of the folder that is open, in the user's language. */
  folderName: string
  /** Where some mail's text is only on the server: how to ask there. */
  children?: ReactNode
}

/** Above the list: what to look for, where, and which kind of mails. */
export function SearchPanel({ search, folderName, children }: SearchPanelProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <search className={styles['panel']}>
      <SearchField input={search.field} value={search.text} onChange={search.setText} />
      {search.text !== '' && (
        <div className={styles['row']}>
          <Choice
            label={t('search.scope')}
            value={search.scope}
            options={[
              { value: 'everywhere', name: t('search.everywhere') },
              { value: 'folder', name: folderName },
            ]}
            onChange={search.setScope}
          />
          <Choice
            label={t('search.order')}
            value={search.order}
            options={searchOrderSchema.options.map((value) => ({ value, name: t(`search.orders.${value}`) }))}
            onChange={search.setOrder}
          />
        </div>
      )}
      {search.text !== '' && children}
      <Choice
        label={t('search.filter')}
        value={search.filter}
        options={filters.map((value) => ({ value, name: t(`search.filters.${value}`) }))}
        onChange={search.setFilter}
      />
    </search>
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  options: { value: Value; name: string }[]
  onChange(value: Value): void
}

/** A group of radio buttons that look like chips. */
function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>): JSX.Element {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.value))
        if (chosen) onChange(chosen.value)
      }}
      className={classNames(styles['choice'])}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} className={classNames(styles['chip'])}>
          <bdi className={styles['name']}>{option.name}</bdi>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
