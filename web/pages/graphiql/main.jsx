import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';

import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { editor } from 'monaco-graphql/esm/monaco-editor.js';
import { createRoot } from 'react-dom/client';
import { createFetcher } from './fetcher.js';

// The editor takes Chinese punctuation for misspelt ASCII and warns above every answer.
editor.onDidCreateEditor((one) => one.updateOptions({ unicodeHighlight: { ambiguousCharacters: false } }));

const address = new URL(location.href);

// ?transport=ws takes WebSocket for subscriptions, for the rare proxy that
// holds back server-sent events.
const fetcher = createFetcher(new URL('../graphql', address), address.searchParams.get('transport'));

// ?query= is what the editor opens with, ?variables= its values: the page of queries links to both.
const query = address.searchParams.get('query') ?? undefined;
const variables = query && (address.searchParams.get('variables') ?? '');

// Each example opens in a tab of its own; a query in the address goes first.
const files = import.meta.glob('../../queries/*.graphql', { query: '?raw', import: 'default', eager: true });
const tabs = Object.keys(files)
  .sort()
  .map((name) => ({ query: files[name] }));
if (query) tabs.unshift({ query, variables });

const root = document.getElementById('graphiql');
createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={[HISTORY_PLUGIN, explorerPlugin()]}
    defaultTabs={tabs}
    initialQuery={query}
    initialVariables={variables}
    defaultEditorToolsVisibility="variables"
  >
    <GraphiQL.Logo>
      <a className="anlan-logo" href="../">
        安澜 Anlan
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
