/** What stands where a picture is not; part of en.ts. */
export const enPlaceholder = {
  plain: 'Picture blocked',
  suspect: 'Possible tracker kept out',
  tracker: 'Tracker kept out',
  trackerOf: 'Tracker of {{service}} kept out',
  never: 'Curtain shows no drawings (SVG) from the internet',
  again: 'Press to try again.',
  decide: 'Press to be asked whether to load it.',
} as const
