import { computed, type ComputedRef, onBeforeUnmount, type Ref, ref, watch } from 'vue';
import { useAsk } from '@/api/ask';
import { BettersDocument, type Comparison, type SituationQuery, ViewerDocument } from '@/api/generated';

export type FigureColumn = SituationQuery['metrics']['columns'][number];

/** The figures of the first screen, in its order. */
export const main = ['accidents_counted', 'deaths_counted', 'hazards_overdue_major', 'hazards_found', 'hazards_verified', 'inspections', 'penalties', 'trainings', 'hazard_on_time_rate'];
export const certification = [
  { name: 'principal_certification_rate', label: 'overview.principal' },
  { name: 'manager_certification_rate', label: 'overview.manager' },
  { name: 'special_operator_certification_rate', label: 'overview.special' },
];

/** Those of the measures that the caller may ask for, and the titles of the others; null until it is known. One that may not be seen would refuse the whole question. */
export function useAllowed(measures: string[]): ComputedRef<{ measures: string[]; hidden: { zh: string; en: string }[] } | null> {
  const viewer = useAsk(ViewerDocument, () => ({}));
  const catalogue = useAsk(BettersDocument, () => ({}));
  return computed(() => {
    const facts = viewer.data.value?.viewer.facts;
    if (facts?.length === 0) return { measures, hidden: [] };
    const metrics = catalogue.data.value?.catalogue.metrics;
    if (!facts || !metrics) return null;
    const may = (name: string) => facts.includes(metrics.find((m) => m.name === name)?.fact ?? '');
    return { measures: measures.filter(may), hidden: metrics.filter((m) => measures.includes(m.name) && !may(m.name)).map((m) => m.title) };
  });
}

/** Whether the data was published so lately that its warnings may not be judged yet: none of them is not none then. Later they are asked for again. */
export function useUnjudged(judged: () => void): Ref<boolean> {
  const within = 180_000;
  const viewer = useAsk(ViewerDocument, () => ({}));
  const fresh = ref(false);
  let timer = 0;
  watch(() => viewer.data.value?.version?.publishedAt, (at) => {
    clearTimeout(timer);
    const age = at ? Date.now() - Date.parse(at) : within;
    fresh.value = age < within;
    if (fresh.value) timer = window.setTimeout(() => { fresh.value = false; judged(); }, Math.min(within, within - age));
  }, { immediate: true });
  onBeforeUnmount(() => clearTimeout(timer));
  return fresh;
}

/** How a figure moved against last year and against the period before. */
export function changesOf(columns: FigureColumn[], name: string) {
  const at = (column: string) => columns.find((c) => c.name === column);
  return (['PREVIOUS_YEAR', 'PREVIOUS_PERIOD'] as Comparison[]).map((against) => {
    const base = `${name}__${against.toLowerCase()}`;
    return { against, change: at(`${base}__change`), percent: at(`${base}__percent`) };
  });
}
