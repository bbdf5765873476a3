import { expect, test, vi } from 'vitest'
import { fetchLine, startFakeImap } from '../testing/fake-imap.ts'
import { operateOn } from '../testing/test-operations.ts'

vi.setConfig({ testTimeout: 30_000 })

test('a COPYUID in the wrong order (Yahoo, AOL) has no other mail deleted', async () => {
  const mail = (n: number, uid = n) => ({
    uid,
    source: `Subject: Mail ${n}\r\nMessage-ID: <${n}@fake>\r\n\r\nText ${n}\r\n`,
    n,
  })
  const folders: Record<string, ReturnType<typeof mail>[]> = { INBOX: [mail(1), mail(2)], Trash: [] }
  const line = (one: ReturnType<typeof mail>, at: number, rest: string) =>
    fetchLine(one, at + 1, rest)
      .replace(`"Mail ${one.uid}"`, `"Mail ${one.n}"`)
      .replace(`<${one.uid}@`, `<${one.n}@`)
  const fake = await startFakeImap(folders, (command) => {
    const { name, rest, folder, tag, send, answer } = command
    const inIt = folders[folder] ?? []
    const isIn = (uid: number) =>
      rest
        .split(' ')[0]
        ?.split(',')
        .some((r) => {
          const [a, b = a] = r.split(':').map(Number)
          return uid >= (a ?? 0) && uid <= (b ?? 0)
        })
    if (name === 'CAPABILITY' || name === 'LOGIN') {
      return send(`* CAPABILITY IMAP4rev1 XYMHIGHESTMODSEQ UIDPLUS MOVE\r\n${tag} OK done\r\n`)
    }
    if (name === 'UID FETCH') {
      return send(`${inIt.map((one, n) => line(one, n, rest)).join('')}${tag} OK done\r\n`)
    }
    if (name === 'UID MOVE') {
      // As MailKit's issue 1405 tells of Yahoo: said to be 1 -> 1 and 2 -> 2, in truth the other way round.
      folders['Trash'] = [mail(2, 1), mail(1, 2)]
      folders['INBOX'] = []
      return send(`* OK [COPYUID 7 1:2 1:2] moved\r\n* 1 EXPUNGE\r\n* 1 EXPUNGE\r\n${tag} OK done\r\n`)
    }
    if (name === 'UID EXPUNGE') {
      folders[folder] = inIt.filter(({ uid }) => !isIn(uid))
      return send(`${tag} OK done\r\n`)
    }
    answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  const { act, told, folder, session } = await operateOn(server)
  await act([1, 2], { kind: 'move', to: folder('Trash').id })
  await told()
  await session.sync()
  await act([1], { kind: 'delete' }, 'Trash')
  await told()
  expect(folders['Trash']?.map(({ n }) => `Mail ${n}`)).toEqual(['Mail 2'])
})
