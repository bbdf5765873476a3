import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailError } from '../../../shared/errors.ts'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import type { OutgoingFields, OutgoingProblems } from './outgoing-fields.ts'
import { OutgoingFieldset } from './outgoing-fieldset.tsx'

interface OutgoingSectionProps {
  /** null: mail is only read in this account. */
  fields: OutgoingFields | null
  onChange(fields: OutgoingFields | null): void
  /** What to begin with. */
  guess(): OutgoingFields
  problems: OutgoingProblems
  usualUser: string
  failure: MailError | null
  /** What can be done about the failure. */
  children?: ReactNode
}

/** The part of the form for a new account that most readers leave alone: nothing is sent by reading. */
export function OutgoingSection(props: OutgoingSectionProps): JSX.Element {
  const { fields, onChange, guess, problems, usualUser, failure, children } = props
  const { t } = useTranslation()
  return (
    <>
      <SwitchField
        name={t('outgoing.also')}
        what={t('outgoing.alsoHint')}
        isSelected={fields !== null}
        onChange={(also) => onChange(also ? guess() : null)}
      />
      {fields && (
        <OutgoingFieldset
          fields={fields}
          onChange={(changed) => onChange({ ...fields, ...changed })}
          problems={problems}
          usualUser={usualUser}
        >
          {failure && <FailureNotice failure={failure} />}
          {children}
        </OutgoingFieldset>
      )}
    </>
  )
}
