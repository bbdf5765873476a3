/**
 * TLS for a server whose certificate the user chose to trust: that one certificate, by its SHA-256, also when it is
 * self-signed, has run out or names another host, and besides it only what anybody would be believed with. Judged
 * as soon as the handshake is over, before a byte is sent over it.
 */
import { connect as connectPlain } from 'node:net'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import type { ImapTransport } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'

/** @returns why a socket whose handshake is over may not be used; undefined when it may. */
export function judgePinned(socket: TLSSocket, pin: string): MailError | undefined {
  if (socket.authorized) return undefined
  return socket.getPeerCertificate().fingerprint256 === pin ? undefined : new MailError('certificate-changed')
}

export function pinnedTransport(pin: string): ImapTransport {
  function secure(options: ConnectionOptions, onSecure: () => void): TLSSocket {
    // What Node would refuse is judged below, with the pin: it never goes on without either.
    const socket = connectTls({ ...options, rejectUnauthorized: false })
    socket.once('secureConnect', () => {
      const refusal = judgePinned(socket, pin)
      if (refusal === undefined) onSecure()
      else socket.destroy(refusal)
    })
    return socket
  }
  return {
    connect({ secure: isSecure, host, port, servername }, onConnect) {
      return isSecure
        ? secure({ host, port, ...named(servername) }, onConnect)
        : connectPlain({ host, port }, onConnect)
    },
    upgrade: (socket, { host, port, servername }, onSecure) =>
      secure({ socket, host, port, ...named(servername) }, onSecure),
  }
}

/** An address has no name to be asked for (SNI). */
function named(servername: string | undefined): Pick<ConnectionOptions, 'servername'> {
  return servername === undefined ? {} : { servername }
}
