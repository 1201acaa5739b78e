import { computed, type ComputedRef } from 'vue';
import { useAsk } from '@/api/ask';
import { type EnterpriseAboutQuery, type EnterpriseFiguresQuery, type EnterprisePortraitQuery, HomeDocument, RecordLabelsDocument, RecordPlacesDocument, type State, ViewerDocument } from '@/api/generated';
import { type Labels, useLabels } from '@/parts/records/labels';

export type About = NonNullable<EnterpriseAboutQuery['enterprise']>;
export type Portrait = NonNullable<EnterprisePortraitQuery['enterprisePortrait']>;
export type Column = EnterpriseFiguresQuery['metrics']['columns'][number];

/** A figure of an answer as <Figure> takes it: exact decimals come as text. */
export const figureOf = (figure: { state: State; value: string | null } | undefined) => ({ value: figure?.value == null ? null : Number(figure.value), state: figure?.state ?? ('NO_DATA' as State) });

/** What the pages of enterprises say of codes, and how far the caller sees. */
export interface Words {
  labels: ComputedRef<Labels>;
  /** The regions that hold all that the caller sees. */
  roots: ComputedRef<string[]>;
  /** Whether the caller sees records of a kind. */
  sees: (fact: string) => boolean;
  sector: (code: string | null) => string;
  region: (code: string) => string;
}

export function useWords(): Words {
  const home = useAsk(HomeDocument, () => ({}));
  const viewer = useAsk(ViewerDocument, () => ({}));
  const words = useAsk(RecordLabelsDocument, () => ({}));
  const roots = computed(() => home.data.value?.regions.map((r) => r.code) ?? []);
  const near = useAsk(RecordPlacesDocument, () => (roots.value[0] ? { region: roots.value[0] } : null));
  const labels = useLabels(words.data, near.data);
  const facts = computed(() => viewer.data.value?.viewer.facts ?? []);
  return {
    labels,
    roots,
    sees: (fact) => facts.value.length === 0 || facts.value.includes(fact),
    sector: (code) => (code == null ? '' : labels.value.column('sector', code)),
    region: (code) => labels.value.column('region', code),
  };
}
