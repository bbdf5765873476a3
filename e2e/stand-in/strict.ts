import { EventEmitter } from 'node:events'

/**
 * The stand-in's one rule: what it lacks fails loudly. A missing method that is undefined, or an event that
 * never comes, would let the program seem to work here and break in Electron.
 */
export function strict<T extends object>(name: string, object: T): T {
  return new Proxy(object, {
    get(target, key, receiver) {
      // Promises and console.log look for these on anything.
      if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON' || key === 'domain')
        return Reflect.get(target, key, receiver)
      throw new Error(`The stand-in lacks ${name}.${key}`)
    },
    set(target, key, value, receiver) {
      if (typeof key === 'string' && !(key in target)) throw new Error(`The stand-in lacks ${name}.${key}`)
      return Reflect.set(target, key, value, receiver)
    },
  })
}

/** An emitter that refuses listeners of events it does not know. */
export class StrictEmitter extends EventEmitter {
  private readonly known: { name: string; events: ReadonlySet<string> }

  /**
   * @param events those it emits
   * @param neverHere those that cannot come about in the stand-in, with the reason beside the list
   */
  constructor(name: string, events: string[], neverHere: string[] = []) {
    super()
    this.known = { name, events: new Set([...events, ...neverHere]) }
  }

  // biome-ignore lint/suspicious/noExplicitAny: the signature of Node's own EventEmitter
  override on(event: string, listener: (...given: any[]) => void): this {
    this.check(event)
    return super.on(event, listener)
  }

  // biome-ignore lint/suspicious/noExplicitAny: the signature of Node's own EventEmitter
  override once(event: string, listener: (...given: any[]) => void): this {
    this.check(event)
    return super.once(event, listener)
  }

  private check(event: string): void {
    if (!this.known.events.has(event))
      throw new Error(`The stand-in lacks the event '${event}' of ${this.known.name}`)
  }
}

/** An event whose default the listener may prevent. */
export function preventable<T extends object>(fields: T) {
  const event = {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}
