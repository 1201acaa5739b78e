import { ref, watch } from 'vue';
import { token } from '@/api/client';

/** An enterprise that was looked at. */
export interface Seen {
  id: string;
  name: string;
}

const key = 'anlan.enterprises';
const most = 8;
// Names that a token showed stay no longer than the tab; without a token the browser is the administrator's own.
const place = () => (token.value === '' ? localStorage : sessionStorage);

/** The enterprises that this browser looked at last, the latest first. */
export const recent = ref<Seen[]>(read());

function read(): Seen[] {
  try {
    const kept = JSON.parse(place().getItem(key) ?? '[]') as unknown;
    return Array.isArray(kept) ? kept.filter((e): e is Seen => typeof e?.id === 'string' && typeof e?.name === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Puts an enterprise before the others. */
export function remember(seen: Seen): void {
  recent.value = [seen, ...recent.value.filter((e) => e.id !== seen.id)].slice(0, most);
  place().setItem(key, JSON.stringify(recent.value));
}

// Another caller starts with nothing: names are not for everybody.
watch(token, () => {
  sessionStorage.removeItem(key);
  recent.value = read();
}, { flush: 'sync' });
