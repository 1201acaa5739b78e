// Asks a server everything that the GraphQL-over-HTTP specification asks of it.
//
//   node test/graphql-http/audit.mjs URL
//
// Prints one line per audit. Exit 1 when a MUST or a SHOULD fails (a MAY is
// printed only), 2 on wrong usage or when the server cannot be reached.
import { serverAudits } from 'graphql-http';

const [url] = process.argv.slice(2);
if (!url) {
  console.error('usage: node test/graphql-http/audit.mjs URL');
  process.exit(2);
}
try {
  await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{__typename}"}' });
} catch (fault) {
  console.error(`no answer from ${url}: ${fault.cause?.message ?? fault.message}`);
  process.exit(2);
}

const failed = { MUST: 0, SHOULD: 0, MAY: 0 };
for (const audit of serverAudits({ url })) {
  const level = audit.name.match(/^(MUST|SHOULD|MAY)/)?.[0];
  if (!level) throw new Error(`audit ${audit.id} names no level: ${audit.name}`);
  const result = await audit.fn();
  if (result.status === 'ok') {
    console.log(`ok    ${audit.id} ${audit.name}`);
    continue;
  }
  failed[level]++;
  console.log(`${result.status.padEnd(5)} ${audit.id} ${audit.name}: ${result.reason}`);
}
console.log(`failed: ${failed.MUST} MUST, ${failed.SHOULD} SHOULD, ${failed.MAY} MAY`);
process.exitCode = failed.MUST + failed.SHOULD > 0 ? 1 : 0;
