import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { examples } from './examples.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// The start page carries the example queries as plain HTML, so that it works
// under the strictest content security policy.
const escape = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

const exampleList = () =>
  examples()
    .map(
      ({ title, query }) => `
      <article>
        <h3>${escape(title)}</h3>
        <pre><code>${escape(query.slice(query.indexOf('\n') + 1))}</code></pre>
        <p><a href="graphiql/?query=${encodeURIComponent(query)}">在 GraphiQL 中打开 / open in GraphiQL</a></p>
      </article>`,
    )
    .join('');

export default defineConfig({
  root: here('pages'),
  // Relative addresses: the pages also work behind a proxy that adds a prefix.
  base: './',
  publicDir: false,
  build: {
    outDir: here('dist'),
    // The placeholder in dist is committed; clean() removes the rest.
    emptyOutDir: false,
    assetsDir: 'graphiql/assets',
    // The notices that the licences of the bundled packages ask for.
    license: { fileName: 'graphiql/licenses.md' },
    chunkSizeWarningLimit: 6000, // the editor is one large chunk by nature
    rolldownOptions: {
      input: [here('pages/index.html'), here('pages/graphiql/index.html')],
      // "use client" marks mean nothing without a server that renders.
      onLog: (level, log, report) => log.code === 'MODULE_LEVEL_DIRECTIVE' || report(level, log),
    },
  },
  worker: { format: 'es' },
  plugins: [
    {
      name: 'anlan:clean',
      apply: 'build',
      buildStart() {
        for (const path of ['dist/graphiql', 'dist/index.html']) rmSync(here(path), { recursive: true, force: true });
      },
    },
    {
      name: 'anlan:examples',
      transformIndexHtml: (html) => html.replace('<!-- examples -->', exampleList),
    },
  ],
});
