import { type ShallowRef, shallowRef } from 'vue';
import type { Router } from 'vue-router';
import { address } from '@/api/client';

/** What is wrong with the program of the dashboard: the server has another build (stale), cannot be reached (away), or a part of it was not read (lost); and how to try again. */
export interface Trouble {
  kind: 'stale' | 'away' | 'lost';
  again: () => void;
}

/** Watches whether pages can be opened. Trouble goes with the next page that opens; only another build stays one. */
export function useProgram(router: Router): { trouble: ShallowRef<Trouble | undefined>; failed: (again: () => void) => Promise<void> } {
  const trouble = shallowRef<Trouble>();
  let turn = 0;
  async function failed(again: () => void) {
    const mine = ++turn;
    const kind = await why();
    if (mine !== turn) return;
    trouble.value = {
      kind,
      again: () => {
        trouble.value = undefined; // it comes back where it fails again
        again();
      },
    };
  }
  router.afterEach((to, from, failure) => {
    if (failure || to.name === from.name) return;
    turn++;
    if (trouble.value?.kind !== 'stale') trouble.value = undefined;
  });
  router.onError((error, to) => {
    console.warn(error);
    void failed(() => void router.push(to.fullPath).catch(() => undefined)).then(() => restore(router));
  });
  return { trouble, failed };
}

/** The address names the page that is shown, and not the one that was typed and did not open. */
function restore(router: Router): void {
  const shown = router.currentRoute.value;
  if (shown.matched.length > 0 && router.resolve(location.hash.slice(1)).fullPath !== shown.fullPath) void router.replace({ path: shown.path, query: shown.query, force: true });
}

/** Why a part of the program cannot be read: the page that the server gives now tells whether it is of this build. */
async function why(): Promise<Trouble['kind']> {
  try {
    const response = await fetch(address(''), { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
    if (!response.ok) return response.status >= 500 ? 'away' : 'lost';
    const page = await response.text();
    const entry = document.querySelector('script[type=module][src]')?.getAttribute('src');
    return entry && page.includes('id="app"') && !page.includes(entry) ? 'stale' : 'lost';
  } catch {
    return 'away';
  }
}
