// Opens the built pages in a real browser and fails when one of them does not
// work or asks another host for anything.
//
//   node test/pages/pages.mjs URL CHROMIUM [FOLDER]
//
// URL serves the pages; /graphql is answered here, from the schema below, so
// that the editor has something to talk to. FOLDER takes screenshots.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { buildSchema, graphql } from 'graphql';
import { chromium } from 'playwright-core';

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

// Chromium refuses its sandbox to root; no name but the server's resolves.
const args = ['--no-sandbox', `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${home.hostname}`];
const browser = await chromium.launch({ executablePath, args });
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  const foreign = [];
  const faults = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    const local = url.host === home.host || ['data:', 'blob:'].includes(url.protocol);
    if (!local) foreign.push(request.url());
  });
  context.on('weberror', (fault) => faults.push(String(fault.error())));
  context.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  context.on('response', (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`));
  await context.route(new URL('graphql', home).href, answerHTTP);
  await context.routeWebSocket(/\/graphql$/, answerWebSocket);

  await startPage(context);
  await editor(context);
  await subscription(context, '');
  await subscription(context, '&transport=ws');

  assert.deepEqual(foreign, [], 'requests to other hosts');
  assert.deepEqual(faults, [], 'faults in the pages');
} finally {
  await browser.close();
}

async function startPage(context) {
  const page = await context.newPage();
  await page.goto(home.href);
  assert.match(await page.title(), /安澜/);
  const examples = await page.locator('article a').all();
  assert.ok(examples.length > 0, 'the start page shows example queries');
  await shot(page, 'start');

  const title = await page.locator('article h3').first().innerText();
  await examples[0].click();
  await page.waitForFunction(
    (line) => document.querySelector('.graphiql-query-editor')?.innerText.replaceAll('\u00a0', ' ').includes(line),
    `# ${title}`,
  );
  await page.close();
  console.log('start page: ok');
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
