/** What travels between the stand-in's main process and a forked utility process. */
export type ToChild =
  | { kind: 'message'; data: unknown; ports: number[] }
  | { kind: 'port-message'; port: number; data: unknown }
  | { kind: 'port-close'; port: number }

export type FromChild =
  | { kind: 'message'; data: unknown }
  | { kind: 'port-message'; port: number; data: unknown }
  | { kind: 'port-close'; port: number }
