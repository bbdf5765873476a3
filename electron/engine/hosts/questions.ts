/** Questions to main, each with a number that its answer comes back with. */
export interface Questions<Reply extends { id: number }> {
  /** Sends a question with the number it is given. */
  put(send: (id: number) => void): Promise<Reply>
  /** Answers to nothing are passed over. */
  answer(reply: Reply): void
}

export function createQuestions<Reply extends { id: number }>(): Questions<Reply> {
  const open = new Map<number, (reply: Reply) => void>()
  let last = 0
  return {
    put(send) {
      last += 1
      const id = last
      return new Promise((resolve) => {
        open.set(id, resolve)
        send(id)
      })
    },
    answer(reply) {
      open.get(reply.id)?.(reply)
      open.delete(reply.id)
    },
  }
}
