import { z } from 'zod'

// The page policy forbids eval. Zod compiles its parsers with `new Function` unless told before the first
// schema is made, so main.tsx imports this file before anything else.
z.config({ jitless: true })
