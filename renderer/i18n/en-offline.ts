/** How much of an account's mail is kept on this computer; part of en.ts. */
export const enOffline = {
  offline: {
    menu: 'Mail on this computer…',
    title: 'Mail of {{address}} on this computer',
    label: 'Keep on this computer',
    save: 'Save',
    choices: { month: 'The last {{days, number}} days', year: 'The last year', all: 'Everything' },
    hints: {
      month: 'Older mail comes from the server when you open it. Its sender, subject and date stay here.',
      year: 'Older mail comes from the server when you open it. Its sender, subject and date stay here.',
      all: 'Everything can be read and searched without a network.',
    },
    attachments: 'Attachments that are fetched only when you open them',
    sizes: {
      larger: 'Larger than {{megabytes, number}} MB',
      never: 'None: all are kept here',
    },
    note: 'Mail that is here already stays. Older mail has no tracker badge until it has been opened.',
  },
} as const
