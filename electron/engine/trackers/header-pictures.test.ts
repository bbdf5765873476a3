import { expect, test } from 'vitest'
import { headerPictures } from './header-pictures.ts'

const URL_OF_PICTURE = 'https://faces.example/noor.png'

test.each([
  ['x-image-url', URL_OF_PICTURE],
  ['x-face-url', ` <${URL_OF_PICTURE}>`],
  ['face-url', URL_OF_PICTURE],
  ['face', URL_OF_PICTURE],
  ['x-avatar-url', URL_OF_PICTURE],
  ['x-avatar', URL_OF_PICTURE],
  ['x-icon-url', URL_OF_PICTURE],
  ['x-photo-uri', URL_OF_PICTURE],
  ['x-logo-location', `"${URL_OF_PICTURE}"`],
  ['bimi-location', `v=BIMI1; l=${URL_OF_PICTURE}; a=`],
  ['bimi-location', `l=${URL_OF_PICTURE}`],
])('%s: %s names a picture', (name, value) => {
  expect(headerPictures([{ name, value }])).toEqual([URL_OF_PICTURE])
})

test.each([
  ['face', 'iVBORw0KGgoAAAANSUhEUgAAADAAAAAwBAMAAAClLOS0'],
  ['x-face', '"!w$]4~https'],
  ['x-image-url', ''],
  ['x-image-url', 'cid:me@x'],
  ['x-image-url', 'ftp://faces.example/a.png'],
  ['x-image-url', 'see https://faces.example/a.png'],
  ['bimi-location', 'v=BIMI1; l=; a=;'],
  ['bimi-location', 'v=BIMI1; avp=https://faces.example/a'],
  ['bimi-selector', 'v=BIMI1; s=https://faces.example/a'],
  ['bimi-indicator', 'PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPg=='],
  ['list-archive', '<https://lists.example/x>'],
  ['x-report-abuse-url', URL_OF_PICTURE],
  ['x-image-urls', URL_OF_PICTURE],
])('%s: %s names none', (name, value) => {
  expect(headerPictures([{ name, value }])).toEqual([])
})

test('logo and certificate of BIMI are two addresses', () => {
  const value = 'v=BIMI1; l=https://bimi.example/logo.svg; a=https://bimi.example/cert.pem'
  expect(headerPictures([{ name: 'bimi-location', value }])).toEqual([
    'https://bimi.example/logo.svg',
    'https://bimi.example/cert.pem',
  ])
})

test('of a thousand twenty are kept', () => {
  const header = { name: 'face', value: URL_OF_PICTURE }
  expect(headerPictures(Array.from({ length: 1_000 }, () => header))).toHaveLength(20)
})
