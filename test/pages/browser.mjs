// A browser that reaches nothing but one server, and notes everything that goes wrong in it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** How long anything may take that a person would wait for: a machine that is busy is twenty times slower. */
const deadline = 90_000;

/** The sizes of screens that pages are made for: a desk, an office's old screen, a phone. */
export const screens = { desk: { width: 1440, height: 900 }, office: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } };

/** The pages of the dashboard in the order of its menu, as its router has them: whoever adds one is tested. */
export const pages = [...readFileSync(new URL('../../web/app/route/router.ts', import.meta.url), 'utf8').matchAll(/\{ path: '([^':]*)', name: '(\w+)',(.*)\}/g)]
  .map(([, path, name, rest]) => ({ path, name, withoutData: /withoutData: true/.test(rest) }))
  .filter(({ name }) => name !== 'nowhere');

/** A way to ask a server without a browser. */
export const asking = (address) => async (query, variables = {}) => {
  const response = await fetch(new URL('graphql', address), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${errors.map((e) => `${e.path}: ${e.message}`)} of ${JSON.stringify(variables)}`);
  return data;
};

/** Starts Chromium; no name but the server's resolves. It refuses its sandbox to root. */
export async function launch(base, executablePath) {
  const home = new URL(base);
  const args = ['--no-sandbox', '--force-color-profile=srgb', `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${home.hostname}`];
  const browser = await chromium.launch({ executablePath, args });
  return {
    close: () => browser.close(),
    /** A browser of its own: in a language, dark where the system is, with the faults left out that a test makes. */
    async open({ language = 'zh', dark = false, screen = screens.desk, expected } = {}) {
      const context = await browser.newContext({
        viewport: screen, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce', // what fades in is read half faded
        storageState: { cookies: [], origins: [{ origin: home.origin, localStorage: [{ name: 'anlan.language', value: language }] }] },
      });
      context.setDefaultTimeout(deadline);
      const watch = watched(context, home, expected);
      const page = await context.newPage();
      return {
        context, page, watch,
        /** Opens an address of the dashboard and waits until it shows what it asked for. */
        async go(hash, options) {
          await page.goto(`${home.href}#${hash}`);
          if (options?.wait !== false) await settled(page, watch);
        },
        settled: () => settled(page, watch),
        /** Ends it, and fails when anything went wrong in it. */
        async close() {
          await context.close();
          assert.deepEqual(watch.foreign, [], 'requests to other hosts');
          assert.deepEqual(watch.faults, [], 'faults in the page');
        },
      };
    },
  };
}

function watched(context, home, expected) {
  const watch = { faults: [], foreign: [], underway: new Set() };
  const fault = (text) => !expected?.test(text) && watch.faults.push(text);
  const done = (request) => watch.underway.delete(request);
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.host !== home.host && !['data:', 'blob:'].includes(url.protocol)) watch.foreign.push(request.url());
    if (!(request.headers().accept ?? '').includes('text/event-stream')) watch.underway.add(request); // streams have no end
  });
  context.on('requestfinished', done);
  context.on('requestfailed', (request) => {
    done(request);
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') fault(`${request.failure()?.errorText} ${request.url()}`); // left for another page
  });
  context.on('weberror', (error) => fault(String(error.error().stack ?? error.error())));
  context.on('console', (message) => ['error', 'warning'].includes(message.type()) && fault(`console: ${message.text()}`));
  context.on('response', async (response) => {
    if (response.status() >= 400) fault(`${response.status()} ${response.url()}`);
  });
  return watch;
}

/** Waits until a page has drawn what it asked for: nothing underway, nothing that says it waits. */
export async function settled(page, watch) {
  const end = Date.now() + deadline;
  await page.locator('main').waitFor();
  for (let calm = 0; calm < 2; ) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const waits = await page.evaluate(() => document.querySelector('[aria-busy=true], .el-skeleton, .el-loading-mask')?.outerHTML.slice(0, 200) ?? (document.querySelector('main h1, main form, main [role=alert], main .el-empty') ? null : 'nothing to see'));
    calm = waits === null && watch.underway.size === 0 ? calm + 1 : 0;
    if (calm < 2) await new Promise((later) => setTimeout(later, 40));
    if (Date.now() > end) throw new Error(`the page ${page.url()} still waits: ${waits ?? [...watch.underway].map((r) => `${r.url()} ${r.postData()?.slice(0, 200)}`)}`);
  }
}
