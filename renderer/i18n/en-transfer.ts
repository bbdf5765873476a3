/** Mail out of files and into files; part of en.ts. */
export const enTransfer = {
  transfer: {
    importMenu: 'Import messages…',
    exportMenu: 'Export messages…',
    importTitle: 'Import into {{folder}}',
    importHint:
      'Curtain reads .eml and mbox files and Maildir folders, and puts their messages into this folder on the server. Messages that are there already do not come twice.',
    chooseFiles: 'Choose files…',
    chooseFolder: 'Choose a folder…',
    exportTitle: 'Export {{folder}}',
    exportHint_one:
      '{{count, number}} message is written to a place of your choice. Everybody who can open that place can read it.',
    exportHint_other:
      '{{count, number}} messages are written to a place of your choice. Everybody who can open that place can read them.',
    format: 'Format',
    formats: {
      eml: 'A file for each message (.eml)',
      mboxrd: 'One file (mbox)',
      mboxo: 'One file, older programs (mboxo)',
      mboxcl: 'One file, with lengths (mboxcl)',
      mboxcl2: 'One file, with lengths, nothing changed (mboxcl2)',
      maildir: 'A folder (Maildir)',
    },
    choosePlace: 'Choose a place…',
    importing: 'Importing into {{folder}}…',
    exporting: 'Exporting {{folder}}…',
    soFar_one: '{{count, number}} message so far',
    soFar_other: '{{count, number}} messages so far',
    imported_one: '{{count, number}} message imported into {{folder}}.',
    imported_other: '{{count, number}} messages imported into {{folder}}.',
    exported_one: '{{count, number}} message exported from {{folder}}.',
    exported_other: '{{count, number}} messages exported from {{folder}}.',
    known_one: '{{count, number}} was there already.',
    known_other: '{{count, number}} were there already.',
    refusedImport_one: '{{count, number}} could not be read, or was not taken by the server.',
    refusedImport_other: '{{count, number}} could not be read, or were not taken by the server.',
    refusedExport_one: '{{count, number}} is no longer on the server and was left out.',
    refusedExport_other: '{{count, number}} are no longer on the server and were left out.',
    cancelled: 'Stopped before the end.',
  },
} as const
