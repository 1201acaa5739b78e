import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql/language/printer';
import { ref, watch } from 'vue';
import { type Fault, faultOf, isFault, type WireError } from './fault';

const key = 'anlan.token';

/** The token that this browser shows the server; empty where the server asks for none. It ends with the tab unless it is kept. */
export const token = ref(localStorage.getItem(key) ?? sessionStorage.getItem(key) ?? '');

/** Takes another token, for this tab or, with keep, for this browser. */
export function useToken(text: string, keep: boolean): void {
  localStorage.removeItem(key);
  sessionStorage.removeItem(key);
  if (text !== '') (keep ? localStorage : sessionStorage).setItem(key, text);
  token.value = text;
  asksToken.value = false; // also where it is the same one: it is tried again
}

/** The headers that every request takes along, downloads too. */
export const headers = (): Record<string, string> => (token.value === '' ? {} : { Authorization: `Bearer ${token.value}` });

/** An address of the server: the page may lie below a prefix that a proxy adds. */
export const address = (path: string): string => new URL(path, document.baseURI).href;

/** Whether the server wants a token, or another one: the shell shows the form for it. */
export const asksToken = ref(false);
watch(token, () => (asksToken.value = false), { flush: 'sync' });

/** Sends an operation; the promise fails with a Fault. Answers with a part that failed fail whole: half a page of figures misleads. */
export async function request<Data, Variables>(operation: TypedDocumentNode<Data, Variables>, variables: Variables, signal?: AbortSignal): Promise<Data> {
  const mine = token.value;
  let response: Response;
  try {
    response = await fetch(address('graphql'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json', ...headers() },
      body: JSON.stringify({ query: print(operation), variables }),
      ...(signal && { signal }),
    });
  } catch (e) {
    throw { kind: 'unreachable', message: String(e) } satisfies Fault;
  }
  let text: string;
  try {
    text = await response.text();
  } catch (e) {
    throw { kind: 'unreachable', message: String(e) } satisfies Fault; // it broke off
  }
  const body = read<Data>(text);
  const errors = Array.isArray(body.errors) ? body.errors : [];
  if (errors.length > 0 || !response.ok || !whole(operation, body.data)) throw told(faultOf(errors, response), mine);
  return body.data;
}

/** Marks that turn the order of signs around: in the name of an enterprise they would turn the figures of the sentence about it. */
const turning = /[\u202A-\u202E\u2066-\u2069]/g;

/** What a text says as an answer; nothing where it is none, such as the page of a proxy. */
function read<Data>(text: string): { data?: Data; errors?: WireError[] } {
  try {
    return (JSON.parse(text.replace(turning, '')) ?? {}) as { data?: Data; errors?: WireError[] };
  } catch {
    return {};
  }
}

/** Whether data holds everything that was asked for. */
function whole<Data, Variables>(operation: TypedDocumentNode<Data, Variables>, data: Data | undefined): data is Data {
  if (typeof data !== 'object' || data === null) return false;
  const asked = operation.definitions.flatMap((d) => (d.kind === 'OperationDefinition' ? d.selectionSet.selections : []));
  return asked.every((field) => field.kind !== 'Field' || field.directives?.length || (field.alias ?? field.name).value in data);
}

/** What was refused to a token that is no longer used asks for no other one. */
function told(fault: Fault, carried: string): Fault {
  if (fault.kind === 'token' && carried === token.value) asksToken.value = true;
  return fault;
}

/** Answers that are kept while the page is open: going back shows at once what was there. */
const kept = new Map<string, Promise<unknown>>();
const most = 200;
watch(token, () => kept.clear(), { flush: 'sync' }); // nobody reads answers to the token before

/** Answers a query from what is kept, or asks; with fresh it asks in any case. Questions that are on their way are not sent twice. */
export function query<Data, Variables>(operation: TypedDocumentNode<Data, Variables>, variables: Variables, fresh = false): Promise<Data> {
  const name = `${print(operation)} ${JSON.stringify(variables)}`;
  const there = kept.get(name);
  if (there && !fresh) return there as Promise<Data>;
  const answer = request(operation, variables);
  kept.set(name, answer);
  if (kept.size > most) kept.delete(kept.keys().next().value!);
  answer.catch(() => kept.get(name) === answer && kept.delete(name));
  return answer;
}

/** Forgets all answers: data was loaded, or something was done that changes them. */
export const forget = (): void => kept.clear();

/** What went wrong, of anything that was thrown. */
export const faultFrom = (e: unknown): Fault => (isFault(e) ? e : { kind: e instanceof SyntaxError ? 'foreign' : 'broken', message: String(e) });
