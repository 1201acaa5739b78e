import { computed, type ComputedRef } from 'vue';
import { type Asked, useAsk } from '@/api/ask';
import { type BulletinHeadFragment, BulletinsListDocument, type BulletinsListQuery } from '@/api/generated';
import type { Desk } from './desk';

/** The other bulletins of the case of the one on the desk: what it corrects, what corrects it, void ones. */
export function useSiblings({ of, lang }: Desk): { asked: Asked<BulletinsListQuery>; others: ComputedRef<BulletinHeadFragment[]> } {
  const asked = useAsk(BulletinsListDocument, () => (of.value ? { query: { kind: of.value.case.kind, region: of.value.case.region, period: of.value.case.period }, first: 100, after: null, language: lang.value } : null));
  const others = computed(() => asked.data.value?.bulletins.nodes.filter((b) => b.id !== of.value?.id && b.case.sector === of.value?.case.sector) ?? []);
  return { asked, others };
}
