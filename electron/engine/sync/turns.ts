/** Runs acts with the same key one after the other, in the order they came; acts with other keys do not wait. */
export type Turns<Key> = <T>(key: Key, act: () => Promise<T>) => Promise<T>

export function createTurns<Key>(): Turns<Key> {
  const last = new Map<Key, Promise<void>>()
  return (key, act) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(act)
    const ended = turn.then(
      () => {},
      () => {},
    )
    last.set(key, ended)
    void ended.then(() => {
      if (last.get(key) === ended) last.delete(key)
    })
    return turn
  }
}
