import { ChartColumn } from 'lucide-react'
import type { JSX, RefObject } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'
import styles from './report-button.module.css'

interface ReportButtonProps {
  isOpen: boolean
  onChange(isOpen: boolean): void
  ref: RefObject<HTMLButtonElement | null>
}

/** Leads to the report and back, from the bar at the top. */
export function ReportButton({ isOpen, onChange, ref }: ReportButtonProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <ToggleButton
      ref={ref}
      isSelected={isOpen}
      onChange={onChange}
      aria-label={t('privacyReport.title')}
      className={classNames(styles['button'])}
    >
      <ChartColumn size={16} aria-hidden />
      <span className={styles['words']}>{t('privacyReport.title')}</span>
    </ToggleButton>
  )
}
