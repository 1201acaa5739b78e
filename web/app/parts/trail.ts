import { computed, type ComputedRef } from 'vue';
import { type Asked, useAsk } from '@/api/ask';
import { type RegionAboutQuery, RegionAboutDocument, ViewerDocument } from '@/api/generated';

export type About = NonNullable<RegionAboutQuery['region']>;
export type Step = About['ancestors'][number];

/** The regions above a region as far as the caller may see figures of them, and itself last: the way up; and the answer that it comes from. */
export function useTrail(region: () => string): { trail: ComputedRef<Step[]>; asked: Asked<RegionAboutQuery>; about: ComputedRef<About | undefined> } {
  const asked = useAsk(RegionAboutDocument, () => (region() === '' ? null : { code: region() }));
  const viewer = useAsk(ViewerDocument, () => ({}));
  const about = computed(() => asked.data.value?.region ?? undefined);
  const trail = computed(() => {
    const [here, me] = [about.value, viewer.data.value?.viewer];
    if (!here || !me) return [];
    const way = [...here.ancestors, here];
    const top = me.allRegions ? 0 : way.findIndex((r) => me.regions.includes(r.code));
    return top < 0 ? [here] : way.slice(top);
  });
  return { trail, asked, about };
}
