import { useMutation } from '@tanstack/react-query'
import { Check, Download, TriangleAlert, Upload } from 'lucide-react'
import type { JSX } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { useTranslation } from 'react-i18next'
import type { RuleImport } from '../../../shared/models/trust-rule.ts'
import { useEngine, useShell } from '../../engine-client.ts'
import { mailErrorOf } from '../../engine-queries.ts'
import type { RuleChanges } from '../../rule-changes.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ImportRulesDialog } from './import-rules-dialog.tsx'
import styles from './rows.module.css'

interface RuleFileProps {
  canExport: boolean
  changes: RuleChanges
}

/** Carries the rules to another computer and back, as JSON. */
export function RuleFile({ canExport, changes }: RuleFileProps): JSX.Element {
  const { t } = useTranslation()
  const engine = useEngine()
  const shell = useShell()
  const save = useMutation({
    mutationFn: async () => {
      const { json } = await engine.call('trust.export', undefined)
      const bytes = new TextEncoder().encode(json)
      return shell.call('shell.saveFile', { filename: t('settings.rules.filename'), bytes })
    },
  })
  const load = useMutation({
    async mutationFn(file: File) {
      const json = await file.text()
      return { json, found: await engine.call('trust.checkImport', { json }) }
    },
  })
  const isNoRules = load.isError && mailErrorOf(load.error).code === 'bad-request'
  const isSaved = save.data?.saved === true
  return (
    <>
      <div className={classNames(styles['tools'], styles['files'])}>
        <FileTrigger
          acceptedFileTypes={['application/json', '.json']}
          onSelect={(files) => {
            const file = files?.[0]
            if (!file) return
            changes.reset()
            load.mutate(file)
          }}
        >
          <Button look="quiet" isPending={load.isPending}>
            <Upload size={16} aria-hidden />
            {t('settings.rules.import')}
          </Button>
        </FileTrigger>
        {canExport && (
          <Button look="quiet" isPending={save.isPending} onPress={() => save.mutate()}>
            {isSaved ? <Check size={16} aria-hidden /> : <Download size={16} aria-hidden />}
            {isSaved ? t('settings.rules.exported') : t('settings.rules.export')}
          </Button>
        )}
      </div>
      {load.data && isNew(load.data.found) && (
        <ImportRulesDialog
          found={load.data.found}
          onImport={(weaken) => changes.import({ json: load.data.json, weaken })}
          onClose={load.reset}
        />
      )}
      {load.data && !isNew(load.data.found) && (
        <Notice
          icon={Check}
          title={t('settings.rules.nothingNew')}
          {...(load.data.found.skipped > 0 && {
            hint: t('settings.rules.importing.skipped', { count: load.data.found.skipped }),
          })}
        />
      )}
      {isNoRules && (
        <Notice
          icon={TriangleAlert}
          look="danger"
          title={t('settings.rules.notRules')}
          hint={t('settings.rules.notRulesHint')}
        />
      )}
      {load.isError && !isNoRules && <FailureNotice failure={mailErrorOf(load.error)} />}
      {save.isError && <FailureNotice failure={mailErrorOf(save.error)} onRetry={() => save.mutate()} />}
    </>
  )
}

function isNew({ load, block, changed, weakening }: RuleImport): boolean {
  return load + block + changed + weakening.length > 0
}
