import { ref, shallowRef, watch } from 'vue';
import type { Asked } from '@/api/ask';
import { address, faultFrom, headers, token } from '@/api/client';
import { type WireError, faultOf } from '@/api/fault';

/** Layers that are kept while the page is open; the browser keeps them too, by their tags. */
const kept = new Map<string, unknown>();
const most = 30;
watch(token, () => kept.clear(), { flush: 'sync' });

async function fetchLayer<Layer>(path: string, fresh: boolean): Promise<Layer> {
  if (!fresh && kept.has(path)) return kept.get(path) as Layer;
  let response: Response;
  try {
    response = await fetch(address(path), { headers: headers() });
  } catch (e) {
    throw { kind: 'unreachable', message: String(e) };
  }
  if (!response.ok) {
    const body = (await response.json().catch(() => ({}))) as { errors?: WireError[] };
    throw faultOf(body.errors ?? [], response);
  }
  const layer = (await response.json()) as Layer;
  kept.set(path, layer);
  if (kept.size > most) kept.delete(kept.keys().next().value!);
  return layer;
}

/** Asks for a layer of the map as useAsk asks GraphQL: whenever its address changes; null asks nothing. A layer that does not belong to the address any more goes at once. */
export function useLayer<Layer>(path: () => string | null): Asked<Layer> {
  const asked: Asked<Layer> = { data: shallowRef(), fault: shallowRef(), loading: ref(false), again: () => void run(path(), true), renew: () => run(path(), true) };
  let turn = 0;
  async function run(wanted: string | null, fresh: boolean) {
    const mine = ++turn;
    asked.fault.value = undefined;
    asked.data.value = wanted === null ? undefined : (kept.get(wanted) as Layer | undefined);
    asked.loading.value = wanted !== null;
    if (wanted === null) return;
    try {
      const layer = await fetchLayer<Layer>(wanted, fresh);
      if (mine === turn) asked.data.value = layer;
    } catch (e) {
      if (mine === turn) asked.fault.value = faultFrom(e);
    }
    if (mine === turn) asked.loading.value = false;
  }
  watch([path, token], ([wanted]) => void run(wanted, false), { immediate: true });
  return asked;
}
