import { protocol, type Session } from 'electron'
import { serveAppFile } from './app-files.ts'
import { APP_SCHEME } from './page-addresses.ts'

/** Before Electron is ready, and once. `standard` gives the pages an origin, `secure` the APIs they need. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      // Named though false: fetch, CORS, service workers and passing by the CSP are what a page that was
      // taken over would ask for first.
      privileges: {
        standard: true,
        secure: true,
        bypassCSP: false,
        allowServiceWorkers: false,
        supportFetchAPI: false,
        corsEnabled: false,
      },
    },
  ])
}

/** Serves the built renderer at `app://curtain/…`, and no other file of this machine. */
export function serveApp(session: Session, rendererFolder: string): void {
  session.protocol.handle(APP_SCHEME, (request) => serveAppFile(rendererFolder, request))
}
