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
  await dashboardOf('with a server that fails', (route) => route.abort(), (page) => page.getByRole('button', { name: '再试一次' }).waitFor(), /ERR_FAILED/);
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
