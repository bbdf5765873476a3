/**
 * Passes two ports on, and exposes nothing: the page has no function of Electron to call. They are asked for
 * when the page's scripts have run, so that somebody listens.
 */
import { ipcRenderer } from 'electron'

ipcRenderer.on('curtain:ports', (event) => {
  window.postMessage('curtain:ports', window.location.origin, event.ports)
})
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('curtain:connect'), { once: true })
