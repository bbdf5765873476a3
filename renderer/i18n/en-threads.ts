/** What is said of conversations; part of en.ts. */
export const enThreads = {
  threads: {
    count_one: '{{count, number}} message in this conversation',
    count_other: '{{count, number}} messages in this conversation',
    open: 'Show the message from {{sender}}',
    close: 'Hide the message from {{sender}}',
    menu: 'More for this conversation',
    mute: 'Mute conversation',
    unmute: 'Unmute conversation',
    muted: 'Muted',
    setting: {
      title: 'Conversations',
      hint: 'Messages that answer each other belong together, also those you sent.',
      name: 'Group by conversation',
      what: 'Lists show one line for each conversation, and opening it shows all of its messages.',
    },
  },
} as const
