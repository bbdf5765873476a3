import { EventEmitter } from 'node:events'
import { strict } from './strict.ts'

const emitter = new EventEmitter()

export const ipcMain = strict('ipcMain', {
  on(channel: string, listener: (event: Electron.IpcMainEvent, ...given: unknown[]) => void) {
    emitter.on(channel, listener)
  },
})

export function receiveFromPage(channel: string, given: unknown[], senderFrame: object): void {
  emitter.emit(channel, strict('IpcMainEvent', { senderFrame, ports: [] }), ...given)
}
