// Opens the built pages in a real browser and fails when one of them does not
// work or asks another host for anything.
//
//   node test/pages/pages.mjs URL CHROMIUM [FOLDER]
//
// URL serves the pages; /graphql is answered here: for the dashboard by
// answers.mjs, for the editor from the schema below. FOLDER takes screenshots.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { buildSchema, graphql } from 'graphql';
import { chromium } from 'playwright-core';
import { answer, empty, loaded, refuse } from './answers.mjs';

const [base, executablePath, folder] = process.argv.slice(2);
if (!base || !executablePath) {
  console.error('usage: node test/pages/pages.mjs URL CHROMIUM [FOLDER]');
  process.exit(2);
}
const home = new URL(base);

const schema = buildSchema(`
  type Query { overdueMajorHazards: Int! }
  type Subscription { loads: String! }
`);
const rootValue = { overdueMajorHazards: 4711 };
const foreign = [];
let refused = true;
let others = (route) => route.fulfill({ contentType: 'text/html', body: '<h1>请登录</h1>' });

// Chromium refuses its sandbox to root; no name but the server's resolves.
const args = ['--no-sandbox', `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${home.hostname}`];
const browser = await chromium.launch({ executablePath, args });
try {
  await dashboard();

  const { context, faults } = await browse();
  await context.route(new URL('graphql', home).href, answerHTTP);
  await context.routeWebSocket(/\/graphql$/, answerWebSocket);

  await editor(context);
  await subscription(context, '');
  await subscription(context, '&transport=ws');

  assert.deepEqual(foreign, [], 'requests to other hosts');
  assert.deepEqual(faults, [], 'faults in the pages');
} finally {
  await browser.close();
}

/** A browser that notes what goes wrong, and what is asked of other hosts. */
async function browse() {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
  context.setDefaultTimeout(90_000); // of a machine that is busy
  const faults = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    const local = url.host === home.host || ['data:', 'blob:'].includes(url.protocol);
    if (!local) foreign.push(request.url());
  });
  context.on('weberror', (fault) => faults.push(String(fault.error())));
  context.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  context.on('response', (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`));
  return { context, faults };
}

async function dashboard() {
  await dashboardOf('with data', answer(loaded), async (page) => {
    await page.getByRole('heading', { level: 1, name: '总览' }).waitFor();
    assert.match(await page.title(), /总览 · 安澜/);
    await page.getByText('山东省淄博市').first().waitFor(); // the only city with enterprises is home
    await page.getByText('4,711').first().waitFor();
    await page.getByText('未报送').first().waitFor(); // nobody told the penalties: not 0
    await page.locator('svg path').first().waitFor(); // the charts
    await page.getByText('数据版本 7').waitFor();
    await shot(page, 'dashboard');

    await page.goto(`${home.href}#/?region=370303`);
    await page.getByText('第 2 名').waitFor();
    await page.goBack();
    await page.getByText('第 2 名').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Dark' }).click();
    assert.ok(await page.evaluate(() => document.documentElement.classList.contains('dark')));
    await shot(page, 'dashboard-dark');
  });
  await dashboardOf('without data', answer(empty), (page) => page.getByText('还没有加载任何记录').waitFor());
  await dashboardOf(
    'without a token',
    refuse,
    async (page) => {
      await page.getByPlaceholder('令牌').fill('secret');
      await page.getByRole('button', { name: '进入' }).click();
      await page.getByRole('alert').waitFor(); // this one is refused too
    },
    /401/,
  );
  await dashboardOf('with a token that is good after all', (route) => (refused ? refuse(route) : answer(loaded)(route)), goodAfterAll, /401/);
  await dashboardOf('with answers of others', (route) => others(route), answeredByOthers);
  await dashboardOf('on a network that goes', answer(loaded), networkGone, /ERR_FAILED|404/);
  await dashboardOf('with a server that fails', (route) => route.abort(), (page) => page.getByRole('button', { name: '再试一次' }).waitFor(), /ERR_FAILED/);
}

/** A refusal that was none of this token, such as one of a proxy: the same one is taken when it is entered again. */
async function goodAfterAll(page) {
  const enter = async () => {
    await page.getByPlaceholder('令牌').fill('secret');
    await page.getByRole('button', { name: '进入' }).click();
  };
  await enter();
  await page.getByRole('alert').waitFor();
  refused = false;
  await enter();
  await page.getByText('4,711').first().waitFor();
}

/** Pages of a proxy, answers that broke off and those without what was asked for are told as what they are, and asked for again. */
async function answeredByOthers(page) {
  const told = page.getByRole('alert').filter({ hasText: '不是本系统的完整回答' });
  const again = page.getByRole('button', { name: '再试一次' });
  for (const body of ['{"data":{"viewer":{"na', 'null', '[]', '{"data":{}}']) {
    await told.waitFor();
    assert.doesNotMatch(await told.innerText(), /编号|TypeError/);
    others = (route) => route.fulfill({ contentType: 'application/json', body });
    await Promise.all([page.waitForResponse((response) => response.url().endsWith('/graphql')), again.click()]);
  }
  await told.waitFor();
  others = answer(loaded);
  await again.click();
  await page.getByText('4,711').first().waitFor();
}

/** A page that cannot be read says whether the server is away or has another build, and the address keeps naming the page that is shown. */
async function networkGone(page) {
  await page.getByText('4,711').first().waitFor();
  const gone = (route) => route.abort();
  await page.route('**/*', gone);
  await page.getByRole('link', { name: '考核排名' }).first().click();
  await page.getByText('连不上服务器，所需的页面没有读到').waitFor();
  await page.evaluate(() => (location.hash = '#/ranking'));
  await page.waitForFunction(() => !location.hash.startsWith('#/ranking'));
  await page.getByRole('heading', { level: 1, name: '总览' }).waitFor();
  await page.unroute('**/*', gone);
  await page.getByRole('button', { name: '再试一次' }).click();
  await page.getByRole('heading', { level: 1, name: '考核排名' }).waitFor();
  await page.getByText('所需的页面没有读到').waitFor({ state: 'detached' });

  await page.route('**/*', (route) => (route.request().url() === home.href ? route.fulfill({ contentType: 'text/html', body: '<div id="app"></div><script type="module" src="./assets/next.js"></script>' }) : route.fulfill({ status: 404 })));
  await page.getByRole('link', { name: '查询' }).first().click();
  await page.getByText('页面程序已更新').waitFor();
}

/** Opens the dashboard in a browser of its own; expected are the faults that its server makes. */
async function dashboardOf(name, server, look, expected) {
  const { context, faults } = await browse();
  await context.route(new URL('graphql', home).href, server);
  const page = await context.newPage();
  await page.goto(home.href);
  await look(page);
  await context.close();
  assert.deepEqual(faults.filter((fault) => !expected?.test(fault)), [], `faults in the dashboard ${name}`);
  console.log(`dashboard ${name}: ok`);
}

async function editor(context) {
  const page = await open(context, '{ overdueMajorHazards }');
  await run(page, '4711');

  // The workers colour the text, complete it and find its faults: GraphiQL
  // offers the field only when its language worker has started.
  await page.locator('.graphiql-query-editor .view-line').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('{ overdue');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget').getByText('overdueMajorHazards').first().waitFor();
  await shot(page, 'editor');

  await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await page.locator('.docExplorerWrap, .graphiql-explorer-root').first().waitFor();
  await shot(page, 'explorer');
  await page.close();
  console.log('editor: ok');
}

async function subscription(context, option) {
  const page = await open(context, 'subscription { loads }', option);
  await run(page, option ? 'by WebSocket' : 'by events');
  await page.close();
  console.log(`subscription${option}: ok`);
}

async function open(context, query, option = '') {
  const page = await context.newPage();
  await page.goto(new URL(`graphiql/?query=${encodeURIComponent(query)}${option}`, home).href);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  return page;
}

async function run(page, expected) {
  await page.locator('.graphiql-execute-button').click();
  await page.locator('.result-window').getByText(expected).first().waitFor();
}

async function shot(page, name) {
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function answerHTTP(route) {
  const request = route.request();
  if ((await request.headerValue('accept')).includes('text/event-stream')) {
    const body = `event: next\ndata: {"data":{"loads":"by events"}}\n\nevent: complete\ndata:\n\n`;
    return route.fulfill({ contentType: 'text/event-stream', body });
  }
  const { query: source, variables: variableValues, operationName } = request.postDataJSON();
  return route.fulfill({ json: await graphql({ schema, rootValue, source, variableValues, operationName }) });
}

function answerWebSocket(socket) {
  socket.onMessage((text) => {
    const { type, id } = JSON.parse(text);
    const send = (message) => socket.send(JSON.stringify(message));
    if (type === 'connection_init') send({ type: 'connection_ack' });
    if (type === 'subscribe') {
      send({ type: 'next', id, payload: { data: { loads: 'by WebSocket' } } });
      send({ type: 'complete', id });
    }
  });
}
