import { z } from 'zod'

/** What a service is for, as a code; the renderer has the words. */
export const companyCategorySchema = z.enum([
  'newsletter-platform',
  'marketing-automation',
  'transactional',
  'sales-outreach',
  'analytics',
  'own-brand',
  'personal-tracker',
  'click-counter',
  'shortener',
  'affiliate',
  'link-protection',
  'mail-sender',
])
export type CompanyCategory = z.infer<typeof companyCategorySchema>

export const companySchema = z.object({
  /** "Mailchimp", as references, links and platform name it. */
  service: z.string(),
  /** "Intuit", whom it belongs to, where that is known. */
  company: z.string().nullable(),
  category: companyCategorySchema,
  /** http or https. */
  homepage: z.string().nullable(),
})
export type Company = z.infer<typeof companySchema>
