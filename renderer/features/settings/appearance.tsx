import { Monitor, Moon, Sun } from 'lucide-react'
import type { JSX } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import { useTranslation } from 'react-i18next'
import { type Language, languageSchema } from '../../i18n/language.ts'
import { type Theme, themeSchema } from '../../styles/theme.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './appearance.module.css'

interface AppearanceProps {
  language: Language
  onLanguage(language: Language): void
  theme: Theme
  onTheme(theme: Theme): void
}

/** Each language in its own words, so that whoever landed in the wrong one finds the way out. */
const languageNames: Record<Language, string> = { en: 'English', ar: 'العربية' }
const themeIcons = { system: Monitor, light: Sun, dark: Moon } satisfies Record<Theme, unknown>

export function Appearance({ language, onLanguage, theme, onTheme }: AppearanceProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <div className={styles['appearance']}>
      <ToggleButtonGroup
        aria-label={t('settings.language')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[language]}
        onSelectionChange={([chosen]) => onLanguage(languageSchema.parse(chosen))}
        className={classNames(styles['group'])}
      >
        {languageSchema.options.map((one) => (
          <ToggleButton key={one} id={one} className={classNames(styles['choice'])}>
            <span lang={one}>{languageNames[one]}</span>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <ToggleButtonGroup
        aria-label={t('settings.theme')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[theme]}
        onSelectionChange={([chosen]) => onTheme(themeSchema.parse(chosen))}
        className={classNames(styles['group'])}
      >
        {themeSchema.options.map((one) => {
          const Icon = themeIcons[one]
          return (
            <ToggleButton
              key={one}
              id={one}
              aria-label={t(`settings.themes.${one}`)}
              className={classNames(styles['choice'])}
            >
              <Icon size={16} aria-hidden />
            </ToggleButton>
          )
        })}
      </ToggleButtonGroup>
    </div>
  )
}
