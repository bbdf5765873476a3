/** What is said after damaged mail was replaced; part of en.ts. */
export const enRecovery = {
  recovery: {
    title: 'The mail stored on this computer was damaged and is being fetched again.',
    kept: {
      all: 'Your accounts, settings, rules for pictures and what was still to be done on the server were kept.',
      some: 'What could still be read of your accounts, settings, rules for pictures and what was to be done on the server was kept. Please see whether something is missing.',
      nothing: 'Nothing of your accounts and settings could be read. Please add your account again.',
    },
    understood: 'Understood',
  },
}
