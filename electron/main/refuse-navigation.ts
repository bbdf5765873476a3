import { app } from 'electron'
import { isOwnNavigation, type PageAddresses } from './page-addresses.ts'
import type { Traffic } from './traffic.ts'

/**
 * Nothing a mail contains may take a frame elsewhere, open a window or attach a web view: CSP does not stop
 * any of these. Set for every WebContents there will ever be, so that no new window can be forgotten.
 */
export function refuseNavigation(addresses: PageAddresses, traffic: Traffic): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => {
      if (isOwnNavigation(event, addresses)) return
      event.preventDefault()
      traffic.refused()
    })
    // Comes after the one above, for the main frame only.
    contents.on('will-navigate', (event) => {
      if (!isOwnNavigation({ url: event.url, isMainFrame: true }, addresses)) event.preventDefault()
    })
    // Our own pages never redirect.
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => {
      traffic.refused()
      return { action: 'deny' }
    })
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  })

  // Electron's default hands over the first certificate of the user's store. (Its defaults for certificate
  // errors and passwords are to refuse.)
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault()
    answer()
  })
}
