// A leader's morning by clicks alone: who dropped, why, the records behind a lost mark, the bulletin, and its Word file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { browser } from './given.mjs';

export function leadersPath() {
  test('from the overview to the Word file of a bulletin, and back', async () => {
    const { page, context, go, settled, close } = await browser.open();
    const passed = [];
    /** Somewhere on the way: what is seen there must be seen again on the way back. */
    const at = async (seen) => {
      await seen();
      await settled();
      passed.push({ url: page.url(), seen });
    };

    await go('/');
    await at(() => page.getByRole('heading', { level: 1, name: '总览' }).waitFor());

    await page.getByRole('link', { name: '查看排名' }).click();
    await at(() => page.getByText('个市参加考核').waitFor());

    const dropped = page.locator('.facts li', { hasText: '下降最多' }).getByRole('link').first();
    const name = await dropped.innerText();
    await dropped.click();
    await at(() => page.getByRole('article', { name }).getByRole('heading', { name: '失分明细' }).waitFor());
    assert.match(await page.locator('.words').innerText(), /得分由.*降至.*名由第\d+位降至第\d+位/s, 'why it dropped is told in words');

    const why = page.locator('tr[data-line]').getByRole('button', { name: /失分的记录|看记录/ }).first();
    await why.click();
    await at(() => page.locator('.el-drawer tbody tr').first().waitFor());
    assert.match(await page.locator('.el-drawer').innerText(), /共\d+条/);

    await page.locator('.el-drawer__close-btn').click();
    await at(() => page.locator('.el-drawer').waitFor({ state: 'detached' }));

    await page.getByRole('link', { name: '调度通报' }).click();
    await at(() => page.getByRole('heading', { level: 1, name: '调度通报' }).waitFor());

    const below = page.getByText('全部地区').last();
    const issued = page.locator('tr').filter({ hasText: '签发：' }).getByRole('link', { name: /通报$/ }).first();
    await issued.or(below).first().waitFor();
    if (!(await issued.isVisible())) {
      await below.click(); // the province itself has none
      await at(() => issued.waitFor());
    }
    const title = (await issued.innerText()).trim();
    await issued.click();
    await at(() => page.getByRole('button', { name: 'Word' }).waitFor());

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Word' }).click()]);
    assert.match(download.suggestedFilename(), /\.docx$/);
    const words = wordsOf(readFileSync(await download.path()));
    assert.ok(words.replaceAll(/\s/g, '').includes(title.replaceAll(/\s/g, '')), `the Word file does not say “${title}”: ${words.slice(0, 300)}`);
    assert.equal(page.url(), passed.at(-1).url);

    for (const { url, seen } of passed.slice(0, -1).reverse()) {
      await page.goBack();
      await page.waitForURL(url);
      await seen();
      await settled();
    }
    assert.equal(context.pages().length, 1);
    await close();
  });
}

/** The text of a Word file: that of word/document.xml, which its directory, at the end, tells the place of. */
function wordsOf(file) {
  let at = file.readUInt32LE(file.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
  while (file.readUInt32LE(at) === 0x02014b50) {
    const [size, name, extra, comment, local] = [file.readUInt32LE(at + 20), file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32), file.readUInt32LE(at + 42)];
    if (file.toString('utf8', at + 46, at + 46 + name) === 'word/document.xml') {
      const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
      const packed = file.subarray(from, from + size);
      const xml = (file.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8');
      return [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join('');
    }
    at += 46 + name + extra + comment;
  }
  throw new Error('no word/document.xml in the file');
}
