import { Fragment, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './keyboard-help.module.css'

type Keys = readonly (readonly string[])[]

/** Each key or combination that does it; the order of the groups is the order on the page. */
function useGroups(): { title: string; lines: { what: string; keys: Keys }[] }[] {
  const { t } = useTranslation()
  const control = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'
  return [
    {
      title: t('keys.go'),
      lines: [
        { what: t('keys.next'), keys: [['J'], ['↓']] },
        { what: t('keys.previous'), keys: [['K'], ['↑']] },
        { what: t('keys.open'), keys: [['Enter']] },
        { what: t('keys.ends'), keys: [['Home'], ['End']] },
        { what: t('keys.search'), keys: [['/'], [control, 'F']] },
        { what: t('settings.title'), keys: [[control, ',']] },
        { what: t('keys.help'), keys: [['?']] },
      ],
    },
    {
      title: t('keys.select'),
      lines: [
        { what: t('keys.toggle'), keys: [['X'], [control, '␣']] },
        {
          what: t('keys.more'),
          keys: [
            ['⇧', '↓'],
            ['⇧', '↑'],
          ],
        },
        { what: t('keys.all'), keys: [[control, 'A']] },
        { what: t('keys.none'), keys: [['Esc']] },
      ],
    },
    {
      title: t('keys.act'),
      lines: [
        { what: t('acts.archive'), keys: [['E']] },
        { what: t('acts.delete'), keys: [['Del'], ['#']] },
        { what: t('acts.junk'), keys: [['!']] },
        { what: t('acts.move'), keys: [['V'], ['M']] },
        { what: t('acts.star'), keys: [['S']] },
        { what: t('acts.unread'), keys: [['U']] },
        { what: t('acts.read'), keys: [['⇧', 'U']] },
        { what: t('keys.menu'), keys: [['⇧', 'F10']] },
        { what: t('keys.undo'), keys: [['Z'], [control, 'Z']] },
      ],
    },
  ]
}

/** Which keys do what. */
export function KeyboardHelp({ onClose }: { onClose(): void }): JSX.Element {
  const { t } = useTranslation()
  return (
    <Dialog title={t('keys.title')} isOpen onClose={onClose}>
      {useGroups().map(({ title, lines }) => (
        <section key={title}>
          <h3 className={styles['heading']}>{title}</h3>
          <dl className={styles['lines']}>
            {lines.map(({ what, keys }) => (
              <div key={what} className={styles['line']}>
                <dt>{what}</dt>
                <dd className={styles['keys']}>
                  {keys.map((together, index) => (
                    <Fragment key={together.join()}>
                      {index > 0 && <span>{t('keys.or')}</span>}
                      <bdi className={styles['together']} dir="ltr">
                        {together.map((key) => (
                          <kbd key={key} className={styles['key']}>
                            {key}
                          </kbd>
                        ))}
                      </bdi>
                    </Fragment>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
