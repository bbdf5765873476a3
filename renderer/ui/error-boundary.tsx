import { CircleAlert } from 'lucide-react'
import { Component, type JSX, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'

/** Keeps the rest of the window alive when one part of it fails. Give it a `key` to start afresh. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return <Crashed onRetry={() => this.setState({ failed: false })} />
  }
}

function Crashed({ onRetry }: { onRetry: () => void }): JSX.Element {
  const { t } = useTranslation()
  return (
    <EmptyState icon={CircleAlert} title={t('app.crashed')} hint={t('app.crashedHint')}>
      <Button onPress={onRetry}>{t('app.tryAgain')}</Button>
    </EmptyState>
  )
}
