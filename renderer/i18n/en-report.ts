/** What the reader's report says of companies and of what they would have learnt; part of en.ts. */
export const enReport = {
  sentWith: 'Sent with {{platform}}.',
  belongsTo: 'Belongs to {{company}}.',
  receiptTo: 'Asks your program to tell {{address}} that you read this.',
  receiptToSender: 'Asks your program to tell the sender that you read this.',
  receiptNever: 'Curtain never answers by itself.',
  groups: {
    companies: 'Companies that would have learnt that you read this',
    hosts: 'Hosts that no list knows',
    suspects: 'Possible trackers',
    plain: 'Pictures and other content',
  },
  would: 'It would have told the sender {{what}}.',
  did: 'It told the sender {{what}}.',
  tells: {
    openedAddress:
      'your email address, and that you opened this message: when, from which network and on which device, each time',
    openedPerson:
      'that you in particular opened this message: when, from which network and on which device, each time',
    opened: 'that you opened this message: when, from which network and on which device, each time',
    fetch: 'that someone opened this message, but not who',
    lookup: 'that someone at your internet provider opened this message',
  },
  items_one: '{{count, number}} item',
  items_other: '{{count, number}} items',
  show: 'Show what it is',
  who: {
    'newsletter-platform': 'Sends newsletters for others and counts who opens them.',
    'marketing-automation': 'Runs advertising by mail for companies and notes who reads what.',
    transactional: 'Delivers the mail of apps and shops, and can count who opens it.',
    'sales-outreach': 'Lets salespeople see when you read their mail.',
    analytics: 'Measures who sees mail and adverts, for those who pay for it.',
    'own-brand': 'Counts who opens its own mail.',
    'personal-tracker': 'Lets anyone who uses it see when you read their mail.',
    'click-counter': 'Leads links through itself and counts who clicks them.',
    shortener: 'Makes links short and counts who clicks them.',
    affiliate: 'Counts clicks, so that whoever sent you to a shop gets a share.',
    'link-protection': 'Checks links for attacks when they are clicked, and so sees every click.',
    'mail-sender': 'Delivers mail for others.',
  },
} as const
