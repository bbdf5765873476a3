import { expect, test } from 'vitest'
import { lookUpPublic } from './guarded-connect.ts'

test.each([{ all: true }, { all: false }, { family: 4 }])(
  'a name that leads inside is refused after the look-up, before any socket (%j)',
  async (options) => {
    const error = await new Promise((resolve) => lookUpPublic('localhost', options, resolve))
    expect(error).toMatchObject({ code: 'picture-refused' })
  },
)
