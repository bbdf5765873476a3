/** What the forms say of the server that takes mail to be sent; part of en.ts. */
export const enOutgoing = {
  menu: 'Outgoing server…',
  title: 'Outgoing server of {{address}}',
  hint: 'Curtain hands over to it what you send. It is asked now, to check these settings, and when you send a receipt: never otherwise.',
  also: 'Also send from this account',
  alsoHint: 'Only needed to answer requests for receipts. It can be added later too, in the account’s menu.',
  legend: 'Outgoing server',
  server: 'Outgoing mail server (SMTP)',
  serverHint: 'Your provider’s help pages name it, often smtp. and then the part after the @.',
  ownPassword: 'It has a password of its own',
  ownPasswordHint: 'Otherwise the account’s password is used.',
  password: 'Password of the outgoing server',
  passwordAgain: 'Please enter it again: what is kept is never shown.',
  save: 'Check and save',
  saving: 'Checking with the server…',
  remove: 'Remove',
} as const
