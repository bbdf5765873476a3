import { expect, test } from '../../fixtures/test.ts'

// Only a real Electron can show these: the stand-in's page is served from https and its session is a stock
// Chromium's. They run where Electron's binary is (project "electron").

test('the page comes from app://, with its policy', async ({ app }) => {
  expect(app.page.url()).toBe('app://curtain/index.html')
  expect(await app.page.evaluate(() => window.origin)).toBe('app://curtain')
  const refused = await app.page.evaluate(() =>
    fetch('app://curtain/index.html').then(
      () => false,
      () => true,
    ),
  )
  expect(refused).toBe(true)
})

test('no permission is granted', async ({ app }) => {
  const states = await app.page.evaluate(() =>
    Promise.all(
      (['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[]).map(
        async (name) => (await navigator.permissions.query({ name })).state,
      ),
    ),
  )
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied'])
})
