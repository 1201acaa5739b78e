import { type Ref, ref, watch } from 'vue';
import { query } from '@/api/client';
import { type RegionAboutQuery, RegionAboutDocument, ViewerDocument } from '@/api/generated';

export type About = NonNullable<RegionAboutQuery['region']>;

/** The regions above a region that the caller sees, and itself last: the way up. */
export function useTrail(region: () => string): { trail: Ref<About[]> } {
  const trail = ref<About[]>([]);
  let turn = 0;
  watch(
    region,
    async (code) => {
      const mine = ++turn;
      const way: About[] = [];
      const me = (await query(ViewerDocument, {}).catch(() => undefined))?.viewer;
      const top = (at: string) => me !== undefined && !me.allRegions && me.regions.includes(at);
      for (let at: string | null = code; at && way.length < 8; ) {
        const answer: RegionAboutQuery | undefined = await query(RegionAboutDocument, { code: at }).catch(() => undefined);
        if (!answer?.region) break; // above what the caller sees
        if (mine !== turn) return;
        way.unshift(answer.region);
        trail.value = [...way]; // the page need not wait for those above
        at = top(at) ? null : answer.region.managingParent;
      }
    },
    { immediate: true },
  );
  return { trail };
}
