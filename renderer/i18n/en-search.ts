/** What is said of searching and filtering; part of en.ts. */
export const enSearch = {
  search: {
    label: 'Search mail',
    placeholder: 'Search mail',
    clear: 'Clear search',
    results: 'Search results',
    scope: 'Where to search',
    everywhere: 'All mail',
    order: 'Order',
    orders: { newest: 'Newest first', best: 'Best match' },
    searching: 'Searching…',
    filter: 'Show',
    filters: { all: 'All', unread: 'Unread', tracker: 'With trackers', clean: 'Clean' },
    nothing: 'Nothing found',
    nothingIn: 'No message in “{{place}}” fits “{{text}}”.',
    nothingAnywhere: 'No message fits “{{text}}”.',
    filtered: {
      unread: 'Nothing unread here',
      tracker: 'No message with trackers here',
      clean: 'No clean message here',
    },
    filteredHint: 'Messages that were not downloaded yet are not judged yet either.',
    tips: 'You can also search like this:',
    examples: {
      tracker: { query: 'has:tracker', means: 'somebody would learn that you read it' },
      service: { query: 'tracker:mailchimp', means: 'tracked by Mailchimp' },
      clean: { query: 'is:clean', means: 'tells nobody' },
      sender: { query: 'from:mona', means: 'written by Mona' },
      attachment: { query: 'has:attachment', means: 'with a file' },
      date: { query: 'after:2026-01', means: 'since January 2026' },
    },
  },
} as const
