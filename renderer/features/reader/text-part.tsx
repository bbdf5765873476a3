import { Fragment, type JSX, useMemo, useRef } from 'react'
import { useMarkedWords, useSearchWords } from '../../search-words.ts'
import { MailLink } from './mail-link.tsx'
import { splitText, type TextBlock } from './split-text.ts'
import styles from './text-part.module.css'

interface TextPartProps {
  text: string
  onOpenLink(url: string): void
  onHoverLink(url: string | null): void
}

/**
 * A plain-text part, as text: it stands where its first letters begin, every line finds its own direction, quotes stand
 * behind a line of their own. A `dir` on the lines would hide their letters from the `dir="auto"` around them.
 */
export function TextPart({ text, onOpenLink, onHoverLink }: TextPartProps): JSX.Element {
  const blocks = useMemo(() => splitText(text), [text])
  const place = useRef<HTMLDivElement>(null)
  useMarkedWords(place, useSearchWords(), blocks)
  return (
    <div ref={place} className={styles['text']} dir="auto">
      {blocks.map((block, index) => (
        <Block
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text never change places
          key={index}
          block={block}
          onOpenLink={onOpenLink}
          onHoverLink={onHoverLink}
        />
      ))}
    </div>
  )
}

interface BlockProps extends Omit<TextPartProps, 'text'> {
  block: TextBlock
}

function Block({ block, onOpenLink, onHoverLink }: BlockProps): JSX.Element {
  const content = (
    <p className={styles['lines']}>
      {block.pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places
        <Fragment key={index}>
          {piece.kind === 'text' ? (
            piece.text
          ) : (
            <MailLink url={piece.url} onOpen={onOpenLink} onHover={onHoverLink}>
              {piece.text}
            </MailLink>
          )}
        </Fragment>
      ))}
    </p>
  )
  if (block.depth === 0) return content
  return (
    <blockquote className={styles['quote']} dir="auto" style={{ '--depth': block.depth }}>
      {content}
    </blockquote>
  )
}
