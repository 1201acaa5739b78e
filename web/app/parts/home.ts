import { computed, type ComputedRef, shallowRef, type WritableComputedRef } from 'vue';
import { query } from '@/api/client';
import { HomeDocument } from '@/api/generated';
import { useWord } from '@/route/state';
import { lastMonth } from './period';

/** The region and the period that pages are about where the address does not say. The shell finds them before it shows a page. */
const usual = shallowRef({ region: '', period: '' });

/** Regions that hold all the data there are: they have no peers to be compared with. */
export const alone = shallowRef<ReadonlySet<string>>(new Set());

/** What every page is about: a region and a period. Both stand in the address; without them it is the caller's home and the last month that is over and has data. */
export function useSubject(): { region: WritableComputedRef<string>; period: WritableComputedRef<string>; ready: ComputedRef<boolean> } {
  const region = useWord('region', () => usual.value.region);
  const period = useWord('period', () => usual.value.period);
  return { region, period, ready: computed(() => region.value !== '' && period.value !== '') };
}

/** The region of a caller whose region the data do not know: nothing can be shown of it. */
export const unknownHome = shallowRef('');

/** Where the caller is at home; nothing before it was found. */
export const homeRegion = computed(() => usual.value.region);

/** Finds home, as the server counts it for the caller: his own area, or for who sees everything the smallest region that holds all of the data; and the last month that is over and has records. */
export async function findHome(): Promise<void> {
  const { viewer, regions } = await query(HomeDocument, {});
  alone.value = new Set(viewer.home?.holding);
  usual.value = { region: viewer.home?.region.code ?? regions[0]?.code ?? viewer.regions[0] ?? '', period: viewer.home?.month ?? lastMonth(today()) };
  unknownHome.value = viewer.home === null && viewer.permissions.includes('read_metrics') && regions.length === 0 ? (viewer.regions[0] ?? '') : '';
}

/** Today in Beijing. */
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
