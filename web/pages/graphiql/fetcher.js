import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { OperationTypeNode, getOperationAST } from 'graphql';
import { createClient as createSSE } from 'graphql-sse';
import { createClient as createWS } from 'graphql-ws';

/**
 * A GraphiQL fetcher: queries and mutations by POST, subscriptions by
 * server-sent events or, when transport is "ws", by WebSocket. The headers
 * that the user typed go with each; over WebSocket they are the parameters
 * of the connection.
 */
export function createFetcher(endpoint, transport) {
  const post = createGraphiQLFetcher({ url: endpoint.href });
  const subscribe = transport === 'ws' ? overWebSocket(endpoint) : overEvents(endpoint);
  return (params, options) => {
    const operation = options?.documentAST && getOperationAST(options.documentAST, params.operationName ?? undefined);
    return operation?.operation === OperationTypeNode.SUBSCRIPTION
      ? subscribe(params, options.headers ?? {})
      : post(params, options);
  };
}

function overEvents(endpoint) {
  return (params, headers) => createSSE({ url: endpoint.href, headers, retryAttempts: 0 }).iterate(params);
}

function overWebSocket(endpoint) {
  const address = new URL(endpoint);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return (params, headers) =>
    createWS({ url: address.href, connectionParams: headers, retryAttempts: 0 }).iterate(params);
}
