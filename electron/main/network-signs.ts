import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'

/** Whether the system believes in a network, and this machine's addresses in it: when these change, connections die. */
export interface NetworkSigns {
  online: boolean
  addresses: string
}

type Interfaces = Record<string, Pick<NetworkInterfaceInfo, 'address' | 'internal'>[] | undefined>

export function readNetworkSigns(
  online: boolean,
  interfaces: Interfaces = networkInterfaces(),
): NetworkSigns {
  const outside = Object.values(interfaces).flatMap((list) =>
    (list ?? []).filter(({ internal }) => !internal),
  )
  return { online, addresses: [...new Set(outside.map(({ address }) => address))].sort().join(' ') }
}

/** Whether there is a network now that was not there before, or another one. */
export function isAnotherNetwork(before: NetworkSigns, now: NetworkSigns): boolean {
  return now.online && (!before.online || now.addresses !== before.addresses)
}
