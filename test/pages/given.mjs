// What the scripts are told: the address of a demo, that of a server without data, and the browser.
import { launch } from './browser.mjs';

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
export async function ask(query, variables = {}) {
  const response = await fetch(new URL('graphql', home), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${errors.map((e) => `${e.path}: ${e.message}`)} of ${JSON.stringify(variables)}`);
  return data;
}

/** The scheme that pages rank the regions below one by where nobody names another: the default one is not made for cities. */
export const schemeFor = (region) => (region === '370000' ? 'city-annual' : null);

/** The browsers' end. */
export const close = () => Promise.all([browser.close(), bare.close()]);
