// Measures how soon the pages of a demo are there, and how soon a long ranking is sorted and filtered; prints JSON for bench.
//
//   node test/pages/bench.mjs DEMO CHROMIUM
import { launch, pages, screens } from './browser.mjs';

const [demo, chromium] = process.argv.slice(2);
if (!demo || !chromium) {
  console.error('usage: node test/pages/bench.mjs DEMO CHROMIUM');
  process.exit(2);
}
const times = 3;
const results = [];
const browser = await launch(demo, chromium);
try {
  const nothing = await paints(async (open) => open.page.goto(`${demo}healthz`));
  for (const { name, path } of pages) {
    const found = await paints((open) => open.go(path));
    const against = { baseline: nothing.cold, against: 'a line of text from the same server' };
    results.push({ name: `page ${name}, largest paint, first visit`, value: found.cold, unit: 'ms', ...against, aim: '< 1500' });
    results.push({ name: `page ${name}, largest paint, again`, value: found.warm, unit: 'ms', ...against });
    results.push({ name: `page ${name}, script over the line`, value: found.script / 1000, unit: 'kB', aim: '< 300' });
  }
  results.push(...(await longRanking()));
} finally {
  await browser.close();
}
console.log(JSON.stringify(results));

/** The largest paint of a first visit and of one that finds the scripts kept, in the middle of several; and the script that came. */
async function paints(visit) {
  const [cold, warm] = [[], []];
  let script = 0;
  for (let i = 0; i < times; i++) {
    const open = await browser.open({ screen: screens.office, expected: /favicon|Failed to load resource/ }); // text alone names no icon
    const scripts = [];
    open.context.on('requestfinished', (request) => request.resourceType() === 'script' && scripts.push(request));
    await open.context.addInitScript(() => new PerformanceObserver((list) => (globalThis.largest = list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }));
    await visit(open);
    cold.push(await largest(open.page));
    script = (await Promise.all(scripts.map(async (request) => (await request.sizes()).responseBodySize))).reduce((sum, size) => sum + size, 0);
    await open.page.goto('about:blank');
    await visit(open);
    warm.push(await largest(open.page));
    await open.close();
  }
  return { cold: middle(cold), warm: middle(warm), script };
}

/** Entries come a moment after their paint. */
function largest(page) {
  return page.waitForFunction(() => globalThis.largest).then((handle) => handle.jsonValue());
}

function middle(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** From a click, or a letter, until the list is drawn anew; against a frame in which nothing happens. */
async function longRanking() {
  const open = await browser.open({ screen: screens.office });
  await open.go('/ranking?region=370000&level=COUNTY&period=2026-09');
  const measure = (act, done) =>
    open.page.evaluate(
      async ([act, done]) => {
        const frame = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
        await frame();
        const began = performance.now();
        if (act === 'sort') [...document.querySelectorAll('.list th.score button')][0].click();
        if (act === 'filter') {
          const input = document.querySelector('.list .filters input');
          input.value = done === 'all' ? '' : done;
          input.dispatchEvent(new Event('input', { bubbles: true }));
        }
        const there = { sort: () => document.querySelector('.list th.score')?.ariaSort === done, filter: () => (document.querySelectorAll('tr[data-subject]').length > 100) === (done === 'all'), nothing: () => true }[act];
        do await frame();
        while (!there());
        return performance.now() - began;
      },
      [act, done],
    );
  const [idle, sorts, filters] = [[], [], []];
  for (let i = 0; i < times; i++) {
    idle.push(await measure('nothing', ''));
    sorts.push(await measure('sort', 'ascending'), await measure('sort', 'descending'));
    filters.push(await measure('filter', '桓台'), await measure('filter', 'all'));
    await open.go('/ranking?region=370000&level=COUNTY&period=2026-09');
  }
  const rows = await open.page.locator('tr[data-subject]').count();
  await open.close();
  const against = { unit: 'ms', baseline: middle(idle), against: 'a frame in which nothing happens', aim: '< 100' };
  return [
    { name: `a ranking of ${rows} rows sorted`, value: middle(sorts), ...against },
    { name: `a ranking of ${rows} rows filtered`, value: middle(filters), ...against },
  ];
}
