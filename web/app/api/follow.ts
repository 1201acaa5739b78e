import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql/language/printer';
import { createClient } from 'graphql-sse';
import { address, headers } from './client';

/** Follows a subscription by server-sent events until it ends or stop is called. */
export function follow<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  next: (data: Data) => void,
  ended: (error?: unknown) => void,
): () => void {
  const client = createClient({ url: address('graphql'), headers, retryAttempts: 3 });
  return client.subscribe<Data>({ query: print(document), variables }, { next: (answer) => answer.data != null && next(answer.data as Data), error: ended, complete: () => ended() });
}
