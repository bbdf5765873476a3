import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'

/** Beside the title of junk and trash. */
export function EmptyButton({ onPress }: { onPress(): void }): JSX.Element {
  const { t } = useTranslation()
  return (
    <Button look="quiet" onPress={onPress}>
      {t('emptyFolder.button')}
    </Button>
  )
}
