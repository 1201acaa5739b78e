import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import { useAsk } from '@/api/ask';
import { HomeDocument, ViewerDocument } from '@/api/generated';
import { useWord } from '@/route/state';
import { lastMonth } from './period';

/** What every page is about: a region and a period. Both stand in the address; without them it is the caller's own region and the last whole month of the data. */
export function useSubject(): { region: WritableComputedRef<string>; period: WritableComputedRef<string>; ready: ComputedRef<boolean> } {
  const home = useAsk(HomeDocument, () => ({}));
  const viewer = useAsk(ViewerDocument, () => ({}));
  const usualRegion = computed(() => {
    const own = home.data.value?.viewer.regions[0];
    return own ?? home.data.value?.regions[0]?.code ?? '';
  });
  const usualPeriod = computed(() => {
    const last = viewer.data.value?.version?.watermarks.flatMap((w) => w.lastRecord ?? []).sort().at(-1);
    return last ? lastMonth(today(last)) : '';
  });
  const region = useWord('region', () => usualRegion.value);
  const period = useWord('period', () => usualPeriod.value);
  return { region, period, ready: computed(() => region.value !== '' && period.value !== '') };
}

/** The day that data are looked at on: today, or the last day of records that end earlier. */
function today(last: string): string {
  const now = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
  return last < now ? last : now;
}
