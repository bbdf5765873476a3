import type { ListResponse } from 'imapflow'
import { expect, test } from 'vitest'
import { rolesOf } from './folder-roles.ts'

const folder = (path: string, specialUse?: string): ListResponse => {
  const parent = path.split('/')
  const name = parent.pop() ?? ''
  return {
    ...{ path, name, parent, specialUse, pathAsListed: path, delimiter: '/', parentPath: parent.join('/') },
    ...{ flags: new Set<string>(), listed: true, subscribed: false },
  }
}

test.each([
  ['sent', ['الرسائل المرسلة', 'مرسل', 'رسائل مُرسلة']],
  ['trash', ['سلة المهملات', 'سلّة المهملات', 'المحذوفات', 'الرسائل المحذوفه']],
  ['junk', ['البريد المزعج', 'البريد غير الهام', 'البريد العشوائي', 'رسائل غير مرغوب فيها', 'سخام']],
  ['drafts', ['المسوّدات', 'مسودة']],
  ['archive', ['الارشيف', 'أرشيف', 'المؤرشفة']],
])('folders have the role %s by their Arabic names', (role, names) => {
  for (const name of names) expect([name, rolesOf([folder(name)]).get(name)]).toEqual([name, role])
})

test('what the server says goes before a name, and the upper folder before one below', () => {
  const roles = rolesOf([
    folder('INBOX', '\\Inbox'),
    folder('قديم/المحذوفات'),
    folder('المحذوفات'),
    folder('سخام'),
    folder('Spam', '\\Junk'),
    folder('الهام', '\\Important'),
  ])
  expect([...roles]).toEqual([
    ['INBOX', 'inbox'],
    ['قديم/المحذوفات', null],
    ['المحذوفات', 'trash'],
    ['سخام', null],
    ['Spam', 'junk'],
    ['الهام', null],
  ])
})
