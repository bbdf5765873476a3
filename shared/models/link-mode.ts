import { z } from 'zod'

/** Which links are shown to the user before they are opened. */
export const linkModeSchema = z.enum(['always', 'suspicious'])
export type LinkMode = z.infer<typeof linkModeSchema>
