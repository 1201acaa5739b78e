import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { computed, type ComputedRef, ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue';
import type { Asked } from '@/api/ask';
import { faultFrom, query } from '@/api/client';
import type { Fault } from '@/api/fault';

/** A page of a connection of the contract. */
interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** A list that grows page by page under its first one, which may be looked at again: nodes that moved on to a later page are not shown twice. */
export interface Pages<Node> {
  nodes: ComputedRef<Node[]>;
  hasMore: ComputedRef<boolean>;
  reading: Ref<boolean>;
  fault: ShallowRef<Fault | undefined>;
  more: () => Promise<void>;
}

export function usePages<Data, Variables extends { after?: string | null | undefined }, Node>(
  document: TypedDocumentNode<Data, Variables>,
  first: Asked<Data>,
  variables: () => Variables,
  pageOf: (data: Data) => Page<Node>,
  key: (node: Node) => string = (node) => JSON.stringify((node as { id?: string }).id ?? node),
): Pages<Node> {
  const later: ShallowRef<Page<Node>[]> = shallowRef([]);
  const reading = ref(false);
  const fault = shallowRef<Fault>();
  watch(() => JSON.stringify(variables()), () => {
    later.value = [];
    fault.value = undefined;
  });
  const pages = computed(() => (first.data.value === undefined ? [] : [pageOf(first.data.value), ...later.value]));
  const nodes = computed(() => [...new Map(pages.value.flatMap((page) => page.nodes).map((node) => [key(node), node])).values()]);

  async function more() {
    const asked = { ...variables(), after: pages.value.at(-1)?.pageInfo.endCursor ?? null };
    const wanted = JSON.stringify(variables());
    reading.value = true;
    fault.value = undefined;
    try {
      const page = pageOf(await query(document, asked, true));
      if (wanted === JSON.stringify(variables())) later.value = [...later.value, page];
    } catch (e) {
      fault.value = faultFrom(e);
    }
    reading.value = false;
  }
  return { nodes, hasMore: computed(() => pages.value.at(-1)?.pageInfo.hasNextPage ?? false), reading, fault, more };
}
