import { expect, test } from 'vitest'
import { updateFlags } from '../store/shown-flags.ts'
import { fetchLine } from '../testing/fake-imap.ts'
import { MAILS, openOnFake } from '../testing/fake-session.ts'

for (const capability of ['IMAP4rev1 ENABLE CONDSTORE', 'IMAP4rev1']) {
  test(`flags that were read before the server was told of an act do not take it back (${capability})`, async () => {
    const modseqs = capability.includes('CONDSTORE')
    let modseq = 5
    let flags = ''
    let meanwhile = () => {}
    const { session, store, rows, folder, fake } = await openOnFake(
      ({ name, rest, folder: path, tag, send, answer }) => {
        if (name === 'CAPABILITY' || name === 'LOGIN') {
          send(`* CAPABILITY ${capability}\r\n${tag} OK done\r\n`)
        } else if (name === 'ENABLE') {
          send(`* ENABLED CONDSTORE\r\n${tag} OK done\r\n`)
        } else if (name === 'EXAMINE' && path === 'INBOX') {
          const codes = ['UIDVALIDITY 7', 'UIDNEXT 6', ...(modseqs ? [`HIGHESTMODSEQ ${modseq}`] : [])]
          send(`* 5 EXISTS\r\n${codes.map((code) => `* OK [${code}] ok\r\n`).join('')}${tag} OK done\r\n`)
        } else if (name === 'UID FETCH' && !rest.includes('ENVELOPE') && rest.includes('FLAGS')) {
          const lines = MAILS.map((mail, n) => fetchLine(mail, n + 1, rest))
          send(`${lines.join('').replace('UID 1 FLAGS ()', `UID 1 FLAGS (${flags})`)}${tag} OK done\r\n`)
          meanwhile()
        } else answer()
      },
    )
    await session.sync()
    const first = () => rows().find(({ subject }) => subject === 'Mail 1')
    // Another program puts a star on it, and is heard of as the server has just done what the user did.
    ;[modseq, flags] = [7, '\\Flagged']
    meanwhile = () => store.write((db) => updateFlags(db, folder('INBOX').id, 1, '\\seen'))
    await session.sync()
    expect(first()).toMatchObject({ unread: false })
    ;[modseq, flags, meanwhile] = [8, '\\Flagged \\Seen', () => {}]
    await session.sync()
    expect(first()).toMatchObject({ unread: false, flagged: true })
    const since = fake.heard.filter((line) => line.includes('CHANGEDSINCE 5'))
    expect(since).toHaveLength(modseqs ? 2 : 0)
  })
}
