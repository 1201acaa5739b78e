import { computed, type ComputedRef, shallowRef, type WritableComputedRef } from 'vue';
import { query } from '@/api/client';
import { HomeBelowDocument, HomeDocument, HomeMonthsDocument, type RegionLevel } from '@/api/generated';
import { useWord } from '@/route/state';
import { lastMonth, monthsUntil } from './period';

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

/**
 * Finds home. A caller of one area is at home there. Who sees everything is at home in the smallest region, down to a county, that holds all
 * enterprises of the data, or, where there are none, all inspections, hazards or accidents of the year: the data of an office are its own area's.
 */
export async function findHome(): Promise<void> {
  const home = await query(HomeDocument, {});
  const last = home.version?.watermarks.flatMap((w) => w.lastRecord ?? []).sort().at(-1);
  const region = home.viewer.regions[0] ?? home.regions[0]?.code ?? '';
  const asks = home.viewer.permissions.includes('read_metrics');
  const over = lastMonth(today());
  // Who does not see all records is not told how far they reach: then the last month with figures is it.
  const period = last ? [last.slice(0, 7), over].sort()[0]! : asks && region ? await lastWithFigures(region, over).catch(() => over) : over;
  const own = home.viewer.allRegions && asks ? await holder(region, period).catch(() => region) : region;
  usual.value = { region: own, period };
}

const levels: RegionLevel[] = ['PROVINCE', 'CITY', 'COUNTY'];
const things = ['enterprises', 'inspections', 'hazards_found', 'accidents'];

async function holder(root: string, month: string): Promise<string> {
  const passed = new Set<string>();
  alone.value = passed;
  for (const thing of things) {
    let home = root;
    for (const level of levels) {
      const below = await holders(home, level, thing, month.slice(0, 4));
      if (below.length !== 1 || below[0] === home) {
        if (home !== root || below.length > 0) return home;
        break; // none of it anywhere: the next thing may tell
      }
      home = below[0]!;
      passed.add(home);
    }
    if (home !== root) return home;
  }
  return root;
}

/** At most two of the regions of a level that hold any. */
async function holders(region: string, level: RegionLevel, thing: string, period: string): Promise<string[]> {
  const { columns } = (await query(HomeBelowDocument, { region, level, measures: [thing], period, order: thing })).metrics;
  const counts = columns.find((c) => c.name === thing)?.numbers ?? [];
  return (columns.find((c) => c.name === 'region')?.texts ?? []).filter((_, i) => (counts[i] ?? 0) > 0);
}

async function lastWithFigures(region: string, over: string): Promise<string> {
  const answer = await query(HomeMonthsDocument, { region, period: monthsUntil(over, 12) });
  const months = answer.metrics.columns.find((c) => c.name === 'period')?.texts ?? [];
  const figures = answer.metrics.columns.filter((c) => c.numbers.length > 0);
  return months.findLast((_, i) => figures.some((c) => (c.numbers[i] ?? 0) > 0)) ?? over;
}

/** Today in Beijing. */
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
