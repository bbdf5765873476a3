import { type ComponentProps, type JSX, useEffect, useRef, useState } from 'react'

interface FormProps extends Omit<ComponentProps<'form'>, 'ref' | 'onSubmit'> {
  onSubmit(): void
}

/** Sent too early, or refused by the engine, it leads to the first field that is wrong or question that waits. */
export function Form({ onSubmit, ...rest }: FormProps): JSX.Element {
  const form = useRef<HTMLFormElement>(null)
  const [isSent, setSent] = useState(false)
  useEffect(() => {
    if (!isSent) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-unanswered=true]')
    if (!wrong) return
    wrong.focus()
    setSent(false)
  })
  return (
    <form
      {...rest}
      ref={form}
      // The browser's own words would be in the system's language.
      noValidate
      onChange={() => setSent(false)}
      onSubmit={(event) => {
        event.preventDefault()
        setSent(true)
        onSubmit()
      }}
    />
  )
}
