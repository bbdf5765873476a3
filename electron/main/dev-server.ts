/**
 * The address of electron-vite's development server, or undefined.
 *
 * `import.meta.env.DEV` is a constant of the build: in a production bundle this whole branch is gone, so no
 * environment variable can point the window of an installed Curtain at another page.
 */
export function devServer(): URL | undefined {
  if (!import.meta.env.DEV) return undefined
  const address = process.env['ELECTRON_RENDERER_URL']
  return address === undefined ? undefined : new URL(address)
}

declare global {
  interface ImportMeta {
    readonly env: { readonly DEV: boolean }
  }
}
