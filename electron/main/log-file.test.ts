import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLogFile } from './log-file.ts'

test('what a server said is not in the log, and where it went wrong is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'curtain-log-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'shell.log')
  openLogFile(file)('procedure-failed', { attempt: 2 }, new TypeError('NO bob@example.org unknown'))
  const text = await readFile(file, 'utf8')
  expect(text).not.toContain('bob')
  expect(JSON.parse(text)).toMatchObject({ event: 'procedure-failed', attempt: 2, error: 'TypeError' })
  expect(text).toContain('log-file.test.ts')
})

test('a log that cannot be written stops nothing', () => {
  expect(() => openLogFile('/nowhere/at/all/shell.log')('started')).not.toThrow()
})
