// Takes the pictures of the documents: every page of a demo, on three screens.
//
//   node test/pages/screens.mjs ANLAN CHROMIUM FOLDER [full]
//
// ANLAN is the program; it makes a demo in a folder of its own. With full pictures are as long as the pages are.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { asking, launch, pages, screens } from './browser.mjs';
import { opened } from './opened.mjs';

const [program, chromium, folder, long] = process.argv.slice(2);
if (!program || !chromium || !folder) {
  console.error('usage: node test/pages/screens.mjs ANLAN CHROMIUM FOLDER [full]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const given = /^http/.test(program); // of a demo that runs already
const work = mkdtempSync(join(tmpdir(), 'anlan-screens-'));
const demo = given ? null : spawn(program, ['demo', '--scale', 'small', '--data', work, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
let browser;
try {
  const address = given ? program : await serving(demo);
  browser = await launch(address, chromium);
  const shots = [...pages, ...(await opened(asking(address)))];
  await Promise.all(Object.entries(screens).map(async ([screen, viewport]) => {
    const open = await browser.open({ screen: viewport });
    for (const { name, path } of shots) {
      await open.page.goto('about:blank');
      await open.go(path);
      await open.page.screenshot({ path: join(folder, `${name}-${screen}.jpg`), type: 'jpeg', quality: 72, fullPage: long === 'full' });
    }
    await open.close();
  }));
} finally {
  await browser?.close();
  if (demo) await new Promise((ended) => demo.once('exit', ended) && demo.kill());
  rmSync(work, { recursive: true, force: true });
}

/** The address that the program says it serves on. */
async function serving({ stderr }) {
  for await (const line of createInterface({ input: stderr })) {
    const found = line.match(/^Open +(http:\S+)$/);
    if (found) return stderr.resume() && found[1];
  }
  throw new Error('the demo ended');
}
