import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/**
 * One word of the state of a page that stands in its address: links carry it, and back undoes a change. An empty value or the usual one is left out.
 */
export function useWord(name: string, usual: () => string = () => ''): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => {
      const value = route.query[name];
      return typeof value === 'string' && value !== '' ? value : usual();
    },
    set: (value) => {
      const query = { ...route.query };
      if (value === '' || value === usual()) delete query[name];
      else query[name] = value;
      void router.push({ query });
    },
  });
}

/** Sets several words of the address in one step, so that back undoes them together; an empty value is left out. */
export function useWords(): (change: Record<string, string>) => void {
  const route = useRoute();
  const router = useRouter();
  return (change) => {
    const query = { ...route.query };
    for (const [name, value] of Object.entries(change)) {
      if (value === '') delete query[name];
      else query[name] = value;
    }
    void router.push({ query });
  };
}
