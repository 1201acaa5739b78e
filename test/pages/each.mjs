// What holds for each page of the menu, whatever it shows.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pages, screens } from './browser.mjs';
import { ask, browser } from './given.mjs';
import { opened } from './opened.mjs';

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const words = new URL('../../web/app/i18n/', import.meta.url);
const read = (name) => readFileSync(new URL(name, words), 'utf8');
const files = readdirSync(new URL('pages', words)).filter((name) => name.endsWith('.zh.ts'));
const spoken = [read('zh.ts'), ...files.map((name) => read(`pages/${name}`))].join('\n');
/** The words of the pages in Chinese, without those that take something in. */
const chinese = new Set([...spoken.matchAll(/'([^'{]*\p{Script=Han}[^'{]*)'/gu)].map(([, text]) => text));
const groups = [...[...read('zh.ts').matchAll(/^ {2}(\w+)[:,]/gm)].map(([, name]) => name), ...files.map((name) => name.replace('.zh.ts', ''))];
/** A key that nobody translated is shown as it is: ranking.table.rank. */
const key = new RegExp(`(?<![\\w/.-])(?:${groups.join('|')})\\.[a-z]\\w*(?:\\.\\w+)*(?![\\w/(])`);

/** Pages with one thing open. */
const things = await opened(ask);

/** How many sheets a page may need: the matrix and the lists of a whole province are long. */
const sheets = 6;

export function eachPage() {
  assert.ok(pages.length >= 3 && groups.length > 10 && chinese.size > 100, 'the pages and words of the dashboard are not found');
  for (const page of [...pages, ...things]) {
    test(`${page.name} in Chinese, light`, async (t) => {
      const open = await browser.open();
      const scripts = [];
      open.context.on('requestfinished', (request) => request.resourceType() === 'script' && scripts.push(request));
      await open.go(page.path);
      assert.equal(await open.page.evaluate(() => document.documentElement.lang), 'zh-CN');
      if (pages.includes(page)) {
        assert.equal(await open.page.title(), `${await open.page.locator('header nav a[aria-current=page]').innerText()} · 安澜`);
        await light(t, scripts);
      }
      await speaks(open.page);
      await accessible(open);
      await byKeyboard(open.page);
      for (const [name, screen] of Object.entries(screens)) {
        await open.page.setViewportSize(screen);
        await open.settled();
        assert.deepEqual(await tooWide(open.page), [], `${page.name} scrolls sideways on the ${name}'s screen`);
      }
      await open.page.setViewportSize(screens.desk);
      await open.settled();
      await prints(open.page, page.sheets ?? sheets);
      await open.close();
    });
    test(`${page.name} in English, dark, on a phone`, async () => {
      const open = await browser.open({ language: 'en', dark: true, screen: screens.phone });
      await open.go(page.path);
      assert.equal(await open.page.evaluate(() => document.documentElement.lang), 'en');
      assert.ok(await open.page.evaluate(() => document.documentElement.classList.contains('dark')), 'it is not dark');
      assert.doesNotMatch(await open.page.locator('nav').first().textContent(), /\p{Script=Han}/u, 'Chinese in the menu');
      if (pages.includes(page)) assert.doesNotMatch(`${await open.page.title()} ${await open.page.locator('main h1').first().innerText()}`.replace('安澜', ''), /\p{Script=Han}/u, 'Chinese in the title');
      await speaks(open.page);
      await accessible(open); // a phone shows other parts
      assert.deepEqual(await tooWide(open.page), [], `${page.name} scrolls sideways on a phone in English`);
      await open.close();
    });
  }
}

/** Compressed script that a page may need until it shows what it shows first. */
const most = 300_000;
/** What travels in one piece gains nothing from being packed. */
const packet = 1400;

/** What a first visit takes over the line: scripts that are packed, kept for good, and few. */
async function light(t, scripts) {
  assert.ok(scripts.length > 1);
  let sum = 0;
  for (const request of scripts) {
    const headers = await (await request.response()).allHeaders();
    if (Number(headers['content-length'] ?? packet) >= packet) assert.equal(headers['content-encoding'], 'gzip', `${request.url()} is sent as it is`);
    assert.match(headers['cache-control'], /immutable/, `${request.url()} is asked for again`);
    sum += (await request.sizes()).responseBodySize;
  }
  t.diagnostic(`${(sum / 1000).toFixed(0)} kB of script in ${scripts.length} files`);
  assert.ok(sum < most, `${sum} bytes of script: ${scripts.map((s) => s.url().split('/').at(-1))}`);
}

/** No key without its words; in English no word of the Chinese page. */
async function speaks(page) {
  const texts = await page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('script, style, pre, code, textarea, [lang=zh-CN]:not(html)')) found.push(walker.currentNode.data.trim());
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) for (const name of ['aria-label', 'title', 'placeholder']) found.push(element.getAttribute(name) ?? '');
    return [document.documentElement.lang, ...found.filter((text) => text !== '')];
  });
  const language = texts.shift();
  assert.deepEqual(texts.filter((text) => key.test(text)), [], 'keys that nobody translated');
  if (language === 'en') assert.deepEqual(texts.filter((text) => chinese.has(text)), [], 'words that are left in Chinese');
}

/** No finding of axe that is serious; what is pale only while it is asked for again is looked at once more. */
async function accessible({ page, settled }) {
  await page.evaluate(axe);
  const look = () => page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
  });
  if ((await look()).length === 0) return;
  await settled();
  assert.deepEqual(await look(), [], 'axe');
}

/** What stands out to the right of the page, when the page can be scrolled sideways at all. */
const tooWide = (page) =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} > ${clientWidth}`, ...out.slice(-3).map((e) => e.outerHTML.slice(0, 160))];
  });

/** The tab key reaches what the page is worked with: its first dozen controls, in their order. */
async function byKeyboard(page) {
  const wanted = await page.evaluate(() => {
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
    const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !e.disabled && e.tabIndex >= 0 && !e.closest('[inert]');
    const radios = new Set();
    const all = [...document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary, [tabindex="0"])')].filter((e) => {
      if (!seen(e)) return false;
      if (e.type !== 'radio') return true;
      const first = !radios.has(e.name); // the tab key knows a group as one
      radios.add(e.name);
      return first && (e.checked || !document.querySelector(`main input[name="${e.name}"]:checked`));
    });
    return all.slice(0, 12).map((e, i) => ((e.dataset.wanted = i), e.outerHTML.slice(0, 120)));
  });
  assert.ok(wanted.length > 0, 'the page has nothing to work with');
  const reached = new Set();
  for (let presses = 0; presses < 60 && reached.size < wanted.length; presses++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => document.activeElement?.dataset.wanted);
    if (at !== undefined) reached.add(Number(at));
  }
  assert.deepEqual(wanted.filter((_, i) => !reached.has(i)), [], 'controls that the tab key does not reach');
}

/** On paper it is a few sheets of A4. */
async function prints(page, most) {
  const folder = mkdtempSync(join(tmpdir(), 'anlan-print-'));
  try {
    const file = join(folder, 'page.pdf');
    writeFileSync(file, await page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true }));
    const told = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
    assert.match(told, /Page size:.*\(A4\)/);
    const many = Number(told.match(/Pages:\s+(\d+)/)[1]);
    assert.ok(many <= most, `${many} sheets of paper`);
    assert.match(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }), /\p{Script=Han}{2}/u);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
