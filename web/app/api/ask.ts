import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type Ref, type ShallowRef, ref, shallowRef, watch } from 'vue';
import { faultFrom, forget, query, request, token } from './client';
import type { Fault } from './fault';

/** A question of a page and its answer: the last good answer stays while a new one is on its way, and when asking the same again fails. */
export interface Asked<Data> {
  data: ShallowRef<Data | undefined>;
  fault: ShallowRef<Fault | undefined>;
  loading: Ref<boolean>;
  /** Whether data answers another question than the one that is asked now: under its title it would mislead. */
  other?: Ref<boolean>;
  /** Asks the server again, whatever is kept. */
  again: () => void;
  /** The same for who only looks whether something changed: it shows no waiting, and a fault stays until an answer takes its place. */
  renew: () => Promise<void>;
}

/** Asks whenever the variables change; null asks nothing. An answer that comes after a later question is dropped. */
export function useAsk<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: () => Variables | null): Asked<Data> {
  const data: ShallowRef<Data | undefined> = shallowRef();
  const fault = shallowRef<Fault>();
  const loading = ref(false);
  const other = ref(false);
  let turn = 0;
  let shown = ''; // the question that data answers, and who asked it

  async function run(fresh: boolean, quiet = false) {
    const asked = variables();
    const mine = ++turn;
    const key = `${token.value} ${JSON.stringify(asked)}`;
    if (!quiet) fault.value = undefined;
    if (asked === null) {
      data.value = undefined;
      loading.value = false;
      other.value = false;
      return;
    }
    if (!quiet) loading.value = true;
    other.value = data.value !== undefined && shown !== key;
    try {
      const answer = await query(document, asked, fresh);
      if (mine === turn) {
        data.value = answer;
        fault.value = undefined;
        other.value = false;
        shown = key;
      }
    } catch (e) {
      if (mine === turn) {
        fault.value = faultFrom(e);
        other.value = false;
        if (shown !== key) data.value = undefined; // figures of another question under this one's title mislead
      }
    }
    if (mine === turn) loading.value = false;
  }

  watch([() => JSON.stringify(variables()), token], () => void run(false), { immediate: true });
  return { data, fault, loading, other, again: () => void run(true), renew: () => run(true, true) };
}

/** Sends a mutation; the promise fails with a Fault. What is kept may be another thing now, so it is forgotten. */
export async function send<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
  try {
    return await request(document, variables);
  } finally {
    forget();
  }
}
