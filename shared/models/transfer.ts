import { z } from 'zod'
import { mailFailureSchema } from '../errors.ts'
import { folderIdSchema } from './folder.ts'

/** eml and maildir: a file for each mail. The others: one file, in one of the dialects of mbox. */
export const exportFormatSchema = z.enum(['eml', 'mboxrd', 'mboxo', 'mboxcl', 'mboxcl2', 'maildir'])
export type ExportFormat = z.infer<typeof exportFormatSchema>

/** Mails on their way from files into a folder, or from a folder into files. */
export const transferSchema = z.object({
  kind: z.enum(['import', 'export']),
  folderId: folderIdSchema,
  stage: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Of `total`: bytes of an import, mails of an export. */
  done: z.int().min(0),
  total: z.int().min(0),
  /** Mails that are through. */
  mails: z.int().min(0),
  /** Those that the folder had already. */
  known: z.int().min(0),
  /** Those that could not be read, or that the server did not take. */
  refused: z.int().min(0),
  failure: mailFailureSchema.nullable(),
})
export type Transfer = z.infer<typeof transferSchema>
