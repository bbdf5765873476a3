import { type JSX, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleImport } from '../../../shared/models/trust-rule.ts'
import { ruleName } from '../../format/rule-name.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { NameList } from '../../ui/name-list.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import styles from './import-rules-dialog.module.css'

interface ImportRulesDialogProps {
  found: RuleImport
  onImport(weaken: boolean): void
  onClose(): void
}

const LINES = ['load', 'block', 'changed', 'same', 'skipped'] as const

/** What a file of rules would do, before it does. It may be from somebody else, so no block gives way unasked. */
export function ImportRulesDialog({ found, onImport, onClose }: ImportRulesDialogProps): JSX.Element {
  const { t } = useTranslation()
  const [weaken, setWeaken] = useState(false)
  const { weakening } = found
  const wanted = found.load + found.block + found.changed + (weaken ? weakening.length : 0)
  return (
    <Dialog title={t('settings.rules.importing.title')} isOpen onClose={onClose}>
      <ul className={styles['lines']}>
        {LINES.filter((line) => found[line] > 0).map((line) => (
          <li key={line}>{t(`settings.rules.importing.${line}`, { count: found[line] })}</li>
        ))}
      </ul>
      {weakening.length > 0 && (
        <div className={styles['weakening']}>
          <p>
            {t('settings.rules.importing.weakening', { count: weakening.length })}{' '}
            <NameList names={weakening.map((draft) => ruleName(draft, t))} most={5} />
          </p>
          <SwitchField
            name={t('settings.rules.importing.weaken')}
            what={t('settings.rules.importing.weakenWhat')}
            isSelected={weaken}
            onChange={setWeaken}
          />
        </div>
      )}
      <DialogActions>
        <Button onPress={onClose}>{t('app.cancel')}</Button>
        <Button
          look="primary"
          isDisabled={wanted === 0}
          onPress={() => {
            onImport(weaken)
            onClose()
          }}
        >
          {t('settings.rules.importing.confirm', { count: wanted })}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
