// What a first visit of a page takes over the line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pages } from './browser.mjs';
import { browser } from './given.mjs';

/** Compressed script that a page may need until it shows what it shows first. */
const most = 300_000;

export function sizes() {
  for (const page of pages) {
    test(`the scripts of ${page.name}`, async (t) => {
      const open = await browser.open();
      const scripts = [];
      open.context.on('requestfinished', (request) => request.resourceType() === 'script' && scripts.push(request));
      await open.go(page.path);
      assert.ok(scripts.length > 1);
      let sum = 0;
      for (const request of scripts) {
        const headers = await (await request.response()).allHeaders();
        assert.equal(headers['content-encoding'], 'gzip', `${request.url()} is sent as it is`);
        assert.match(headers['cache-control'], /immutable/, `${request.url()} is asked for again`);
        sum += (await request.sizes()).responseBodySize;
      }
      t.diagnostic(`${page.name}: ${(sum / 1000).toFixed(0)} kB of script in ${scripts.length} files`);
      assert.ok(sum < most, `${sum} bytes of script: ${scripts.map((s) => s.url().split('/').at(-1))}`);
      await open.close();
    });
  }
}
