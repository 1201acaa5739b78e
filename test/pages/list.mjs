// A ranking of all counties and zones of a province: every order and every filter of its list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, browser } from './given.mjs';

const address = '/ranking?region=370000&level=COUNTY&period=2026-09';

export function longRanking() {
  test('a ranking of all counties sorts and filters', async () => {
    const open = await browser.open();
    const { assessment } = await ask('{ assessment(region: "370000", level: COUNTY, period: "2026-09") { subjects { key name score rank rankChange scoreChange grade { title { zh } } } } }');
    const ranked = new Map(assessment.subjects.filter((s) => s.rank !== null).map((s) => [s.key, s]));
    assert.ok(ranked.size >= 136, `${ranked.size} counties are ranked`);
    await open.go(address);
    /** The rows as they stand, by the tables of peers that they stand in. */
    const shown = () => open.page.evaluate(() => [...document.querySelectorAll('.list tbody')].map((body) => [...body.querySelectorAll('tr[data-subject]')].map((row) => row.dataset.subject)).filter((keys) => keys.length > 0));
    const complete = async (passes) => assert.deepEqual(new Set((await shown()).flat()), new Set([...ranked.values()].filter(passes).map((s) => s.key)));
    /** The order by a value, unknown ones last. */
    const ordered = async (value, turned) => {
      for (const keys of await shown()) {
        const values = keys.map((key) => value(ranked.get(key)));
        const known = values.filter((v) => v !== null).map(Number);
        assert.deepEqual(values.slice(0, known.length).map(Number), known, 'the unknown stand last');
        assert.deepEqual(known, known.toSorted((a, b) => turned * (a - b)));
      }
    };
    await complete(() => true);
    for (const [head, value] of [['升降', (s) => s.rankChange], ['得分', (s) => s.score], ['比上期', (s) => s.scoreChange]]) {
      for (const [sort, turned] of [['ascending', 1], ['descending', -1]]) {
        await open.page.getByRole('columnheader', { name: head, exact: false }).getByRole('button').click();
        await open.page.locator(`th[aria-sort=${sort}]`, { hasText: head }).waitFor();
        await ordered(value, turned);
        await complete(() => true);
      }
    }
    await open.go(address);
    await ordered((s) => s.rank, 1);

    const rows = open.page.locator('tr[data-subject]');
    const find = open.page.getByPlaceholder('按名称筛选');
    await find.fill('桓台');
    await open.page.getByText(`显示1 / ${assessment.subjects.length}`).waitFor();
    assert.equal(await rows.getAttribute('data-subject'), '370321');
    await find.fill('没有这个地方');
    await open.page.getByText('没有符合条件的对象').waitFor();
    await open.page.getByRole('button', { name: '清除筛选' }).click();
    await open.page.getByText(`显示${assessment.subjects.length} / `).waitFor();
    await open.page.getByText('只看下降').click();
    await open.page.waitForURL(/fell=1/);
    await complete((s) => s.rankChange !== null && s.rankChange < 0);
    await open.page.goBack();
    await open.page.getByText(`显示${assessment.subjects.length} / `).waitFor();
    await complete(() => true);
    await open.close();
  });
}
