// Every number that overview, ranking and map show is the one that the contract gives: the test asks by questions of its own, and a
// number of the page that no answer accounts for is a fault.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from './given.mjs';
import { mapSays } from './says_map.mjs';
import { overviewSays } from './says_overview.mjs';
import { rankingSays } from './says_ranking.mjs';

/** A province and a county, in a month with all its data and in the first of the records, to which nothing compares. */
const subjects = [['370000', '2026-09'], ['370303', '2026-09'], ['370303', '2024-01']];

export function everyNumber() {
  for (const [name, path, says] of [['overview', '/', overviewSays], ['ranking', '/ranking', rankingSays], ['map', '/map', mapSays]]) {
    test(`every number of ${name}`, async (t) => {
      const open = await browser.open();
      for (const [region, period] of subjects) {
        t.diagnostic(`${region} in ${period}`);
        await open.page.goto('about:blank'); // nothing of the region before is left
        const [expected] = await Promise.all([says(region, period), open.go(`${path}?region=${region}&period=${period}`)]);
        for (const [selector, texts] of expected.says) await accounts(open.page, selector, texts);
        assert.deepEqual(await unaccounted(open.page, expected.except), [], `numbers of ${region} in ${period} that no answer accounts for`);
      }
      await open.close();
    });
  }
}

/** Nothing is made of the records before: neither what is overdue by then, nor a rate, nor that it rose. */
export function afterTheData() {
  test('a month that no data reaches is told of by no number', async () => {
    const open = await browser.open();
    await open.go('/?region=370303&period=2026-10');
    await open.page.getByRole('status').filter({ hasText: '2026-09-30' }).first().waitFor();
    assert.match(await open.page.locator('.moment').innerText(), /2026年10月.*2026-09-30/, 'what is known ends where the data does');
    const tiles = open.page.locator('.tiles');
    assert.equal(await tiles.getByText('无数据', { exact: true }).count(), 12);
    assert.doesNotMatch(await tiles.innerText(), /\d/);
    assert.equal(await tiles.locator('.good, .bad, .loud').count(), 0, 'nothing is good or bad');
    await open.close();
  });
}

/** Holds the visible texts of the elements against what they should say: their numbers one by one, and the words named. */
async function accounts(page, selector, texts) {
  const all = await page.evaluate((selector) => {
    return [...document.querySelectorAll(`main ${selector}`)].map((element) => {
      element.dataset.accounted = '';
      const found = [];
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) if (walker.currentNode.parentElement.checkVisibility({ visibilityProperty: true })) found.push(walker.currentNode.data.trim());
      return found.filter(Boolean).join(' ');
    });
  }, selector);
  const shown = all.length === texts.length ? all : all.filter((text) => /\d/.test(text)); // words alone may stand between
  assert.equal(shown.length, texts.length, `${selector}: ${shown.length} are shown, ${texts.length} were to be: ${shown.join(' | ')}`);
  texts.forEach((text, i) => {
    assert.deepEqual(numbers(shown[i]), numbers(text), `${selector} ${i}: “${shown[i]}” should say “${text}”`);
    for (const [word] of text.matchAll(/[\p{Script=Han}]+/gu)) assert.ok(shown[i].replaceAll(' ', '').includes(word), `${selector} ${i}: “${shown[i]}” should say “${word}”`);
  });
}

/** The numbers of a text with their signs, as they stand there. */
const numbers = (text) => [...text.replaceAll('基期为0', '').matchAll(/[+−-]?\d[\d,]*(?:\.\d+)?/g)].map(([number]) => number);

/** Visible texts with a digit that nothing accounted for. */
const unaccounted = (page, except) =>
  page.evaluate((except) => {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement: at } = walker.currentNode;
      if (/\d/.test(data) && at.checkVisibility({ visibilityProperty: true }) && !at.closest(['[data-accounted]', ...except].join())) found.push(`${data.trim()} in ${at.closest('[class]')?.className}`);
    }
    return found;
  }, except);
