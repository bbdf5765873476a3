/** What is said of rules for pictures and of whom a mail is from; part of en.ts. */
export const enTrust = {
  more: 'More',
  moreLabel: 'More choices for these pictures',
  loadOnce: 'Load images this time',
  alwaysLoad: 'Always load pictures from',
  alwaysBlock: 'Always block, without asking, from',
  everything: 'Load everything, trackers too…',
  forgetMessage: 'Forget the pictures of this message',
  forgetSender: 'Forget all pictures from {{sender}}…',
  forget: {
    title: 'Forget all pictures from {{sender}}?',
    what: 'They are removed from this computer, in every message from there. To see one again, you have to load it anew, and its server is asked again.',
    confirm: 'Forget them',
  },
  forgotten:
    'The pictures are gone from this computer. To load them again would ask the sender’s server again.',
  inAccount: 'Only in {{address}}',
  inAllAccounts: 'In all accounts',
  who: {
    sender: '{{identity}}',
    domain: 'everyone at {{identity}}',
    list: 'the mailing list {{identity}}',
  },
  acts: {
    load: 'Pictures from {{who}} load by themselves, as you chose. Trackers stay out.',
    block: 'Pictures from {{who}} stay out, as you chose.',
  },
  contact:
    'You have written to {{sender}}, and this is really from there: pictures load by themselves. Trackers stay out.',
  contactUnknown:
    'You have written to {{sender}}, but your mail server does not tell Curtain who really sent a message. So pictures wait for you; Settings say whose word counts.',
  neverAsk: 'Pictures stay out, as you chose in the settings.',
  junk: 'In Junk and Trash, no pictures load by themselves.',
  claimed: 'This claims to be from {{identity}}, but that could not be verified.',
  claimedHint: 'It may be forged. Pictures stay blocked, although you chose to load those of {{identity}}.',
  claimedContact:
    'It may be forged. Pictures stay blocked, although you chose to load those of people you have written to.',
  claimedUnknown:
    'Your mail server does not tell Curtain who really sent a message. Pictures stay blocked; Settings say whose word counts.',
  change: 'Change',
  changeLabel: 'Change what happens to pictures from {{who}}',
  askAgain: 'Ask me each time',
  likeOthers: 'Same as for everyone else',
  loadInstead: 'Always load them',
  blockInstead: 'Always block them',
  saved: {
    load: 'From now on, pictures from {{who}} load by themselves. Trackers stay out.',
    block: 'From now on, pictures from {{who}} stay out without asking.',
    unverified:
      'Saved. From now on, pictures load by themselves when a message is really from {{who}}. This one could not be verified, so its pictures wait.',
    unknown:
      'Saved. It has no effect yet: your mail server does not tell Curtain who really sent a message, so pictures from {{who}} still wait for you.',
  },
  removed: 'Your rule for {{who}} is gone.',
  without: {
    block: 'Without one, Curtain asks before it loads pictures.',
    contacts: 'Without one, pictures load by themselves only from people you have written to.',
    'never-ask': 'Without one, pictures stay out without asking, as you chose in the settings.',
  },
  undo: 'Undo',
  loadEverything: {
    title: 'Load everything, trackers too?',
    learns: {
      openedAddress: 'The sender learns that you, with your email address, opened this message, and when.',
      openedPerson: 'The sender learns that you in particular opened this message, and when.',
      opened: 'The sender can learn that you opened this message, and when.',
    },
    connection: 'They also see your internet connection, and with it roughly where you are.',
    proxy: 'Instead of your internet connection, they see your proxy.',
    companies: 'The same goes for those who count for them:',
    once: 'This can’t be taken back. Curtain asks once and keeps what comes: reading it again tells nothing more. Programs and pages inside the message stay out even so.',
    confirm: 'Load everything',
  },
} as const
