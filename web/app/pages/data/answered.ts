import { computed, type ComputedRef, shallowRef, watch } from 'vue';
import { type Asked, useAsk } from '@/api/ask';
import { RegionAboutDocument } from '@/api/generated';

/** What an answer is about. */
export interface Subject {
  region: string;
  period?: string;
}

/** What the answer that is shown is about, with the region's name: the next question may be on its way already, and paper shows no pickers. */
export function useAnswered<Data>(asked: Asked<Data>, subject: () => Subject): ComputedRef<Subject & { place: string }> {
  const of = shallowRef(subject());
  watch(asked.data, (answer) => answer !== undefined && (of.value = subject()), { flush: 'sync' });
  const about = useAsk(RegionAboutDocument, () => (of.value.region ? { code: of.value.region } : null));
  return computed(() => {
    const found = about.data.value?.region;
    return { ...of.value, place: found?.code === of.value.region ? found.fullName : of.value.region };
  });
}
