import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import components from 'unplugin-vue-components/vite';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import { defineConfig } from 'vite';
import { examples } from './examples.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('pages'),
  // Of vue-i18n what the pages use: useI18n.
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  // Relative addresses: the pages also work behind a proxy that adds a prefix.
  base: './',
  publicDir: false,
  // While developing: ANLAN=http://127.0.0.1:8080 npx vite --config web/vite.config.js --port 5173
  // The query editor is left out: its workers are found by the build only. Servers beside each other need a cache each.
  optimizeDeps: { entries: [here('pages/index.html')], include: ['vue', 'vue-router', 'vue-i18n', 'graphql/language/printer', 'graphql-sse', 'echarts/core', 'echarts/charts', 'echarts/components', 'echarts/renderers'] },
  cacheDir: here(`../node_modules/.vite-${process.argv.at(-1).replace(/\W/g, '')}`),
  server: { fs: { allow: [here('..')] }, proxy: Object.fromEntries(['/graphql', '/map', '/bulletins', '/export', '/exports'].map((path) => [path, process.env.ANLAN ?? 'http://127.0.0.1:8080'])) },
  // /app is where the browser looks for ../app while developing.
  resolve: { alias: { '@': here('app'), '/app': here('app') } },
  build: {
    outDir: here('dist'),
    // The placeholder in dist is committed; clean() removes the rest.
    emptyOutDir: false,
    assetsDir: 'assets',
    // The notices that the licences of the bundled packages ask for.
    license: { fileName: 'licenses.md' },
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
        for (const path of ['dist/assets', 'dist/graphiql', 'dist/index.html']) rmSync(here(path), { recursive: true, force: true });
      },
    },
    {
      // The example queries, for the page of queries: import { examples } from 'virtual:examples'.
      name: 'anlan:examples',
      resolveId: (id) => (id === 'virtual:examples' ? `\0${id}` : undefined),
      load: (id) => (id === '\0virtual:examples' ? `export const examples = ${JSON.stringify(examples())}` : undefined),
    },
    vue(),
    components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
  ],
});
