import { type JSX, type ReactNode, type Ref, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import styles from './panes.module.css'
import { Resizer } from './resizer.tsx'

interface PanesProps {
  folders: ReactNode
  list: ReactNode
  reader: ReactNode
  /** List and reader. */
  stage: Ref<HTMLDivElement>
  /** What a window too narrow for both shows. */
  showing: 'list' | 'reader'
  /** Whether the folders are drawn over a window too narrow to keep them beside. */
  foldersOpen: boolean
  onCloseFolders(): void
}

const STORED_AS = 'curtain.panes'
const FOLDERS = { min: 180, max: 380 }
const LIST = { min: 280, max: 640 }
const widthsSchema = z.object({
  folders: z.number().min(FOLDERS.min).max(FOLDERS.max),
  list: z.number().min(LIST.min).max(LIST.max),
})
type Widths = z.infer<typeof widthsSchema>

function storedWidths(): Widths {
  try {
    return widthsSchema.parse(JSON.parse(localStorage.getItem(STORED_AS) ?? ''))
  } catch {
    return { folders: 220, list: 372 }
  }
}

/** Folders, list and reader side by side, each as wide as the user likes; fewer at a time in narrow windows. */
export function Panes(props: PanesProps): JSX.Element {
  const { t } = useTranslation()
  const [widths, setWidths] = useState(storedWidths)
  const drawer = useRef<HTMLElement>(null)
  const closeFolders = useEffectEvent(props.onCloseFolders)
  useEffect(() => {
    if (!props.foldersOpen) return
    drawer.current?.querySelector<HTMLElement>('[role=option][tabindex="0"]')?.focus()
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') closeFolders()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [props.foldersOpen])
  function resize(changed: Partial<Widths>): void {
    const next = { ...widths, ...changed }
    setWidths(next)
    localStorage.setItem(STORED_AS, JSON.stringify(next))
  }
  return (
    <div
      className={styles['panes']}
      data-showing={props.showing}
      data-folders={props.foldersOpen ? 'open' : 'closed'}
      style={{ '--folders-width': `${widths.folders}px`, '--list-width': `${widths.list}px` }}
    >
      {props.foldersOpen && (
        <button
          type="button"
          className={styles['veil']}
          aria-label={t('app.hideFolders')}
          onClick={props.onCloseFolders}
        />
      )}
      <nav ref={drawer} className={styles['folders']} aria-label={t('app.folders')}>
        {props.folders}
        <Resizer
          label={t('app.resizeFolders')}
          value={widths.folders}
          {...FOLDERS}
          onChange={(folders) => resize({ folders })}
        />
      </nav>
      <div ref={props.stage} className={styles['stage']}>
        <section className={styles['list']} aria-label={t('app.messages')}>
          {props.list}
          <Resizer
            label={t('app.resizeList')}
            value={widths.list}
            {...LIST}
            onChange={(list) => resize({ list })}
          />
        </section>
        <main className={styles['reader']} aria-label={t('app.reader')}>
          {props.reader}
        </main>
      </div>
    </div>
  )
}
