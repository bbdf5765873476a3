/** What the reader says of receipts, and what one says to whoever gets it; part of en.ts. */
export const enReceipts = {
  menu: 'More for this message',
  send: 'Send receipt…',
  title: 'Send a receipt?',
  goesTo: 'It goes to {{to}}, who learns:',
  learns: {
    opened: 'that you opened this message, and that mail to {{from}} is read',
    when: 'when: the time at which you send the receipt',
    network: 'possibly your network’s address, if your outgoing server adds it, as to any mail you send',
  },
  otherAddress: 'This is not the address that the message came from: {{sender}}.',
  once: 'This can’t be taken back. It goes out once, and your other mail programs are told not to ask again.',
  confirm: 'Send receipt',
  sending: 'Sending…',
  sent: 'Receipt sent',
  sentTo: '{{to}} was told that this message was opened.',
  unsure: 'A receipt may have been sent',
  unsureHint:
    'The sending broke off before the server confirmed. Nobody here knows whether {{to}} was told. Curtain does not send it again.',
  elsewhere: 'Another of your mail programs has dealt with the request for a receipt',
  elsewhereHint: 'It sent one or declined. Nothing was sent from here.',
  subject: 'Receipt: your message was opened',
  text: 'The message to {{from}} that this answers was opened. That does not mean it was read to the end, understood or agreed to.',
} as const
