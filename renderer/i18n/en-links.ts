/** What is said of a mail's links; part of en.ts. */
export const enLinks = {
  heading: 'Links',
  through: 'goes through {{service}} first',
  skipped: 'skipping {{service}}',
  removed: 'tracking marks removed: {{names}}',
  alsoReads: 'also written {{host}}',
  kept: {
    'sign-in': 'left as it is, because it signs you in',
    confirmation: 'left as it is, because it confirms something for you',
    unsubscribe: 'left as it is, because it unsubscribes you',
    payment: 'left as it is, because it is about a payment',
    signed: 'left as it is, because it is sealed against changes',
  },
  warnings: {
    'text-is-another-site': 'Its text says {{claims}}, but it leads to {{host}}.',
    'look-alike-letters': 'It only looks like {{readable}}, with foreign letters. It leads to {{host}}.',
    'mixed-scripts': 'Its name mixes letters of several scripts, as imitations do.',
    'hidden-user': 'It was written so that another name stands in front of {{host}}.',
    'bare-address': 'It leads to a number instead of a name. Trustworthy sites have names.',
  },
} as const
