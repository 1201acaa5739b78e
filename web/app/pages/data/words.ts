import { computed, type ComputedRef, ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useAsk } from '@/api/ask';
import { query } from '@/api/client';
import { DataPlacesDocument, DataWordsDocument } from '@/api/generated';
import { said } from '@/i18n';
import { number } from '@/parts/number';

/** What pipelines, kinds of records and metrics are called, and the units of metrics; a name that nobody titled is its own. */
export interface Words {
  pipeline: (name: string) => string;
  fact: (name: string) => string;
  /** Whether records of the kind have a main date. */
  dated: (fact: string) => boolean;
  metric: (name: string) => string;
  unit: (metric: string) => string | null;
  pipelines: { name: string; title: string }[];
}

export function useDataWords(): ComputedRef<Words> {
  const asked = useAsk(DataWordsDocument, () => ({}));
  return computed(() => {
    const answer = asked.data.value;
    const pipelines = new Map(answer?.freshness.pipelines.map((p) => [p.name, said(p.title) || p.name]));
    const facts = new Map(answer?.recordKinds.map((k) => [k.name, said(k.title)]));
    const undated = new Set(answer?.recordKinds.filter((k) => k.date === null).map((k) => k.name));
    const metrics = new Map(answer?.catalogue.metrics.map((m) => [m.name, m]));
    return {
      pipeline: (name) => pipelines.get(name) ?? name,
      fact: (name) => facts.get(name) ?? name,
      dated: (fact) => !undated.has(fact),
      metric: (name) => (metrics.has(name) ? said(metrics.get(name)!.title) : name),
      unit: (name) => metrics.get(name)?.unit ?? null,
      pipelines: [...pipelines].map(([name, title]) => ({ name, title })),
    };
  });
}

/** The names of the regions of a list, found province by province; a code that is no region stays a code. */
export function useRegionNames(codes: () => (string | null)[]): (code: string) => string {
  const names = ref(new Map<string, string>());
  const wanted = computed(() => {
    const found = new Map<string, boolean>();
    for (const code of codes()) if (code && /^\d{6,}$/.test(code)) found.set(`${code.slice(0, 2)}0000`, found.get(`${code.slice(0, 2)}0000`) || code.length > 6);
    return [...found].slice(0, 4);
  });
  watch(wanted, async (provinces) => {
    for (const [province, towns] of provinces) {
      const answer = await query(DataPlacesDocument, { province, towns }).catch(() => undefined); // without names codes do
      if (!answer) continue;
      const all = [...answer.roots, ...(answer.region ? [answer.region] : []), ...answer.cities, ...answer.counties, ...(answer.towns ?? [])];
      names.value = new Map([...names.value, ...all.map((r) => [r.code, r.name] as const)]);
    }
  }, { immediate: true });
  return (code) => {
    const name = names.value.get(code);
    const above = code.length > 6 ? names.value.get(code.slice(0, 6)) : undefined;
    return name ? `${above ?? ''}${name}` : code;
  };
}

/** The note of a data version in words: the pipeline that made it, or the lists of places, sectors and departments that the program brings. */
export function useNote(words: () => Words): (note: string | null) => string {
  const { t } = useI18n();
  return (note) => {
    const lists = note?.match(/^dimensions: (\d+) regions, (\d+) sectors, (\d+) departments$/);
    return lists ? t('data.versions.lists', { regions: number(Number(lists[1])), sectors: number(Number(lists[2])), departments: number(Number(lists[3])) }) : note ? words().pipeline(note) : '';
  };
}

/** The word for a code of the contract under a key of data.*; a code that has none is shown as it is. */
export function useCodeWord(): (group: string, code: string | null | undefined) => string {
  const { t, te } = useI18n();
  return (group, code) => (code ? (te(`data.${group}.${code}`) ? t(`data.${group}.${code}`) : code) : '');
}
