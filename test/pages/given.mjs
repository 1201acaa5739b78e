// What the scripts are told: the address of a demo, that of a server without data, and the browser.
import { asking, launch } from './browser.mjs';

const [demo, empty, chromium] = process.argv.slice(2);
if (!demo || !empty || !chromium) {
  console.error('usage: node test/pages/demo.mjs DEMO EMPTY CHROMIUM');
  process.exit(2);
}

export const home = new URL(demo);
export const browser = await launch(demo, chromium);
/** A browser on a server on which nothing was loaded. */
export const bare = await launch(empty, chromium);

/** Asks the demo's server itself. */
export const ask = asking(demo);

// Warnings are judged once, before anybody looks: a page and a question to the server must be told of the same ones.
await ask('mutation { evaluateAlerts { skipped } }');

/** The scheme that pages rank the regions below one by where nobody names another: the default one is not made for cities. */
export const schemeFor = (region) => (region === '370000' ? 'city-annual' : null);

/** The browsers' end. */
export const close = () => Promise.all([browser.close(), bare.close()]);
