import { enAccountSetup } from './en-account-setup.ts'
import { enFailures } from './en-failures.ts'
import { enLeakTest } from './en-leak-test.ts'
import { enLinks } from './en-links.ts'
import { enOffline } from './en-offline.ts'
import { enOperations } from './en-operations.ts'
import { enOutgoing } from './en-outgoing.ts'
import { enPlaceholder } from './en-placeholder.ts'
import { enPrivacyReport } from './en-privacy-report.ts'
import { enReceipts } from './en-receipts.ts'
import { enRecovery } from './en-recovery.ts'
import { enReport } from './en-report.ts'
import { enSearch } from './en-search.ts'
import { enSettings } from './en-settings.ts'
import { enThreads } from './en-threads.ts'
import { enTrackers } from './en-trackers.ts'
import { enTransfer } from './en-transfer.ts'
import { enTrust } from './en-trust.ts'

/** Words for people. Every key is also in ar.ts; words.test.ts holds the two together. */
export const en = {
  app: {
    name: 'Curtain',
    promise: 'Read your mail. Nobody learns that you did.',
    back: 'Back to the list',
    folders: 'Folders',
    messages: 'Messages',
    reader: 'Message',
    showFolders: 'Show folders',
    hideFolders: 'Hide folders',
    resizeFolders: 'Width of the folders',
    resizeList: 'Width of the list',
    loading: 'Loading…',
    tryAgain: 'Try again',
    cancel: 'Cancel',
    close: 'Close',
    crashed: 'This part of the window stopped working.',
    crashedHint: 'Your mail is safe. Try again, or choose another message.',
  },
  list: { separator: ', ', more_one: 'and {{count, number}} more', more_other: 'and {{count, number}} more' },
  proof: {
    left_one: '{{count, number}} request left this window.',
    left_other: '{{count, number}} requests left this window.',
    stopped_one: '{{count, number}} attempt was stopped.',
    stopped_other: '{{count, number}} attempts were stopped.',
    requests_one: 'To fetch pictures, Curtain itself sent {{count, number}} request.',
    requests_other: 'To fetch pictures, Curtain itself sent {{count, number}} requests.',
    pictures_one: '{{count, number}} picture came.',
    pictures_other: '{{count, number}} pictures came.',
  },
  settings: enSettings,
  trust: enTrust,
  accounts: {
    welcomeHint: 'Add your email account to begin. Your mail stays on this computer.',
    add: 'Add account',
    adding: 'Checking with the server…',
    addTitle: 'Add an account',
    yourName: 'Your name',
    address: 'Email address',
    password: 'Password',
    passwordHint: 'Some providers ask for an app password, which you make on their website.',
    server: 'Incoming mail server (IMAP)',
    serverHint: 'Your provider’s help pages name it, often imap. and then the part after the @.',
    serverDetails: 'Server',
    user: 'User name',
    userHint: 'Usually your whole email address.',
    port: 'Port',
    security: 'Protection of the connection',
    securities: {
      tls: 'Encrypted (TLS)',
      starttls: 'Encrypted after the greeting (STARTTLS)',
      none: 'Not encrypted, only for this computer',
    },
    menu: 'Account {{address}}',
    sync: 'Get mail now',
    enterPassword: 'Enter password again…',
    newPassword: 'New password for {{address}}',
    save: 'Save password',
    saving: 'Saving…',
    remove: 'Remove account…',
    removeTitle: 'Remove {{address}}?',
    removeHint: 'The account and its mail are removed from this computer. Nothing is deleted on the server.',
    removeConfirm: 'Remove account',
    removing: 'Removing…',
    noKeychain: 'Passwords can’t be kept on this computer',
    noKeychainHint:
      'No safe place for passwords was found, so Curtain keeps them only until you close it and asks again next time. For the same reason the mail that it stores is not encrypted.',
    invalid: {
      address: 'Enter a whole email address, like name@example.org.',
      host: 'Enter the name of the server, like imap.example.org.',
      port: 'Enter a number from 1 to 65535.',
      password: 'Enter the password.',
      clientId: 'Enter the client ID.',
      unprotected: 'Without encryption, only a server on this computer can be used.',
    },
  },
  folders: {
    roles: {
      inbox: 'Inbox',
      drafts: 'Drafts',
      sent: 'Sent',
      archive: 'Archive',
      junk: 'Junk',
      trash: 'Trash',
      all: 'All messages',
      flagged: 'Starred',
    },
    unread_one: '{{count, number}} unread message',
    unread_other: '{{count, number}} unread messages',
    none: 'No folders yet',
  },
  sync: {
    idle: 'Up to date',
    connecting: 'Connecting…',
    folders: 'Looking at the folders…',
    headers: 'Getting the list',
    bodies: 'Downloading messages',
    progress: '{{done, number}} of {{total, number}}',
    label: 'Getting mail for {{address}}',
    unreadable_one: 'The server does not let Curtain read one folder: {{folders}}.',
    unreadable_other: 'The server does not let Curtain read {{count, number}} folders: {{folders}}.',
    leftOut_one: 'Your account has more folders than Curtain can show: {{count, number}} is left out.',
    leftOut_other: 'Your account has more folders than Curtain can show: {{count, number}} are left out.',
    judging: 'Checking stored mail for trackers again: {{done, number}} of {{total, number}}',
    judgingLabel: 'Checking stored mail for trackers',
    retry: {
      now: 'You can try again right away.',
      later: 'Curtain tries again later by itself.',
    },
  },
  messages: {
    empty: 'Nothing here',
    emptyHint: 'Messages in this folder will show up here.',
    arriving: 'Getting your mail…',
    arrivingHint: 'The newest comes first.',
    more: 'Loading more…',
    count_one: '{{count, number}} message',
    count_other: '{{count, number}} messages',
    noSender: 'Unknown sender',
    noSubject: 'No subject',
    unread: 'Unread',
    flagged: 'Starred',
    attachments: 'Has attachments',
    trackers_one: '{{count, number}} tracker',
    trackers_other: '{{count, number}} trackers',
    suspects_one: '{{count, number}} possible tracker',
    suspects_other: '{{count, number}} possible trackers',
    receipt: 'Asks for a receipt when you read it',
  },
  reader: {
    choose: 'Choose a message to read',
    chooseHint: 'Opening one tells nobody.',
    opening: 'Opening…',
    onPaper: 'Show it on white, as its sender made it',
    onDark: 'Show it in dark colours',
    to: 'To',
    cc: 'Copy to',
    replyTo: 'Replies go to',
    platform: 'Sent with {{service}}',
    noText: 'This message has no text.',
    notHere: 'The text of this message could not be fetched.',
    notHereHint: 'The server no longer has it, or it can’t be read.',
    truncated: 'This message is unusually large. Only its beginning is shown.',
    attachments_one: '{{count, number}} attachment',
    attachments_other: '{{count, number}} attachments',
    save: 'Save {{filename}}',
    saved: 'Saved',
    onServer: '{{size}}, fetched when you open it',
    fetching: 'Fetching {{size}}…',
    noFilename: 'Unnamed file',
    receipt_one: 'The sender asked to be told when you read this. Nothing was sent.',
    receipt_other:
      'The sender asked in {{count, number}} ways to be told when you read this. Nothing was sent.',
  },
  failures: enFailures,
  placeholder: enPlaceholder,
  links: enLinks,
  outgoing: enOutgoing,
  accountSetup: enAccountSetup,
  receipts: enReceipts,
  ...enRecovery,
  report: enReport,
  ...enLeakTest,
  ...enOffline,
  ...enOperations,
  ...enSearch,
  ...enThreads,
  ...enTransfer,
  ...enTrackers,
  ...enPrivacyReport,
  errors: {
    'wrong-password': {
      title: 'The server did not accept the user name or password.',
      advice: 'Check both. Some providers want an app password, made on their website.',
    },
    'sign-in-expired': {
      title: 'Your provider no longer lets Curtain in.',
      advice: 'The permission was taken back or has run out. Sign in again.',
    },
    'sign-in-refused': {
      title: 'Your provider did not let Curtain in.',
      advice: 'Check the client ID, and that you chose the right account in the browser.',
    },
    'connection-refused': {
      title: 'The server does not answer there.',
      advice: 'Check the server’s name and port.',
    },
    'host-not-found': {
      title: 'No server of that name was found.',
      advice: 'Check the spelling, and that you are online.',
    },
    'connection-lost': {
      title: 'The connection broke off.',
      advice: 'Nothing was lost.',
    },
    'timed-out': {
      title: 'The server took too long to answer.',
      advice: 'It may be busy, or your connection slow.',
    },
    'certificate-untrusted': {
      title: 'The server could not prove that it is the right one.',
      advice:
        'Someone may be listening in, or the server’s name is not the one on its certificate. Nothing was sent.',
    },
    'certificate-changed': {
      title: 'The server shows another certificate than the one you trusted.',
      advice:
        'It may have been renewed, or someone may be listening in. Nothing was sent. Ask whoever runs the server before you trust the new one.',
    },
    'encryption-required': {
      title: 'The server offers no encryption.',
      advice: 'Choose another protection. Without encryption, anyone on the way could read your password.',
    },
    'server-misbehaved': {
      title: 'The server gave an answer that makes no sense.',
      advice: 'That is usually temporary.',
    },
    'server-refused': {
      title: 'The server refused this.',
      advice: 'You may not be allowed to do that there, or the mailbox may be full.',
    },
    'account-exists': {
      title: 'This account is already here.',
      advice: 'Choose another address or server.',
    },
    'not-found': {
      title: 'This is no longer here.',
      advice: 'It may have been moved or deleted.',
    },
    'message-unavailable': {
      title: 'This message could not be fetched.',
      advice: 'The server did not hand it out.',
    },
    'message-too-large': {
      title: 'This message is too large to open.',
      advice: 'You can read it on your provider’s website.',
    },
    'disk-full': {
      title: 'There is no space left on this computer.',
      advice: 'Make some room. No message was lost on the server.',
    },
    'database-damaged': {
      title: 'The stored mail on this computer is damaged.',
      advice:
        'Your mail on the server is safe. Close Curtain and start it again: it fetches what is damaged.',
    },
    'database-newer': {
      title: 'A newer Curtain has stored the mail on this computer.',
      advice: 'Install the newest Curtain to read it. Nothing was changed.',
    },
    'database-locked': {
      title: 'The stored mail on this computer is encrypted, and its key is not at hand.',
      advice: 'Unlock the computer’s password store, then start Curtain again. Nothing was changed.',
    },
    'file-refused': {
      title: 'That file or folder could not be opened.',
      advice: 'Choose another place, or allow Curtain to use this one.',
    },
    'data-in-use': {
      title: 'Curtain is already running with this mail.',
      advice: 'Use the one that is open, or close it and start this one again.',
    },
    'keychain-unavailable': {
      title: 'The password could not be stored safely.',
      advice: 'Unlock the computer’s password store.',
    },
    'no-outgoing-server': {
      title: 'Curtain does not know where to send mail from this account.',
      advice: 'Name the outgoing server in the account’s menu.',
    },
    'mail-refused': {
      title: 'The outgoing server did not take it.',
      advice: 'Nothing was sent.',
    },
    'maybe-sent': {
      title: 'The connection broke off before the server confirmed.',
      advice: 'It may have been sent. Curtain does not send it again, so that it can’t arrive twice.',
    },
    'already-answered': {
      title: 'This request was answered before.',
      advice: 'Nothing was sent: no request is answered twice.',
    },
    'picture-refused': {
      title: 'This picture was refused.',
      advice: 'It is not a safe picture, or it would have led somewhere it should not.',
    },
    'picture-unavailable': {
      title: 'This picture could not be loaded.',
      advice: 'It may no longer exist.',
    },
    'proxy-unknown': {
      title: 'Curtain can no longer tell whether you use a proxy.',
      advice: 'That could not be recovered. Say so in Settings; nothing goes out before.',
    },
    'bad-request': {
      title: 'That did not work.',
      advice: 'Please check what you entered.',
    },
    cancelled: {
      title: 'Stopped.',
      advice: 'Nothing was changed.',
    },
    internal: {
      title: 'Something went wrong inside Curtain.',
      advice: 'Your mail is safe.',
    },
  },
} as const
