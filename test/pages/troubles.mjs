// A server that is slow, that fails or that has no data: each page says what happened and what to do, and goes on when it is over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pages } from './browser.mjs';
import { bare, browser } from './given.mjs';

/** What the frame of the pages asks: who is there, and where he is at home. */
const frame = /^\s*query (Viewer|Home\w*|NewestVersion)\b/;

/** Ways to fail, with what the page calls them. */
const failures = [
  ['breaks off', (route) => route.abort('connectionreset'), '连不上服务器'],
  ['answers with a page of its own', (route) => route.fulfill({ status: 500, contentType: 'text/html', body: '<h1>500</h1>' }), '出错了'],
  ['is overloaded', (route) => route.fulfill({ status: 503, json: { errors: [{ message: 'the warehouse is busy', extensions: { code: 'UNAVAILABLE' } }] } }), '服务器忙'],
];

/** What the page itself asks, of the interface and of the addresses for files and maps, goes the way that is given at the time. */
async function questions(context, way) {
  await context.route(/^http:\/\/[^/]+\/(graphql|map\/|export|bulletins\/)/, (route) => {
    const asked = route.request().postData() ?? '';
    const text = asked.startsWith('{') ? JSON.parse(asked).query : '';
    return frame.test(text) ? route.continue() : way(route);
  });
}

export function troubles() {
  for (const page of pages) {
    test(`${page.name} on a server that is slow, then fails, then works`, async () => {
      const open = await browser.open({ expected: /ERR_CONNECTION_RESET|Failed to load resource|500|503/ });
      let release;
      const released = new Promise((resolve) => (release = resolve));
      let fail = failures[0][1];
      await questions(open.context, async (route) => (await released, fail(route)));
      await open.page.clock.install();
      await open.go(page.path, { wait: false });
      await open.page.locator('main h1').waitFor();
      await open.page.locator('main [aria-busy=true]').first().waitFor();
      await open.page.clock.fastForward(10_000);
      await open.page.getByText('服务器较慢').first().waitFor();
      release();

      const again = open.page.getByRole('button', { name: '再试一次' });
      for (const [name, how, said] of failures) {
        if (fail !== how) {
          fail = how;
          await again.first().click();
        }
        const alert = open.page.getByRole('alert').filter({ hasText: said }).first();
        await alert.waitFor();
        assert.match(await alert.innerText(), /再试一次/, `${page.name} does not say what to do when the server ${name}`);
      }
      await open.settled();
      assert.equal(await open.page.getByText('服务器较慢').count(), 0, 'it is not slow any more');

      // It works again: every part can be asked again where it stands.
      fail = (route) => route.continue();
      for (let parts = 0; parts < 20 && (await again.count()) > 0; parts++) {
        await again.first().click();
        await open.settled();
      }
      assert.deepEqual(await open.page.getByRole('alert').allInnerTexts(), [], `${page.name} does not get over it`);
      assert.ok((await open.page.locator('main').innerText()).length > 50, `${page.name} shows nothing afterwards`);
      await open.close();
    });
    test(`${page.name} on a server without data`, async () => {
      const open = await bare.open();
      await open.go(page.path);
      if (!page.withoutData) await open.page.getByText('还没有加载任何记录').waitFor();
      assert.match(await open.page.locator('main').innerText(), /加载|没有/, `${page.name} does not say that nothing was loaded`);
      assert.equal(await open.page.getByRole('alert').count(), 0);
      await open.close();
    });
  }
}
