import { computed, type ComputedRef, type InjectionKey, type WritableComputedRef } from 'vue';
import { type Asked, useAsk } from '@/api/ask';
import { RankingDocument, RegionAboutDocument, type RegionAboutQuery, type RankingQuery, type RankingQueryVariables, type LinesQuery, type ReasonsQuery, type RegionLevel, SchemesDocument, type SchemesQuery } from '@/api/generated';
import { language } from '@/i18n';
import { useSubject } from '@/parts/home';
import { periodSaid } from '@/parts/period';
import { below, usualScheme } from '@/parts/scheme';
import { useWord } from '@/route/state';

export type Assessment = RankingQuery['assessment'];
export type Subject = Assessment['subjects'][number];
export type Line = LinesQuery['assessment']['subjects'][number]['indicators'][number];
export type Reasons = ReasonsQuery['assessment']['subjects'][number];
export type Movement = NonNullable<Reasons['movement']>;
export type Scheme = SchemesQuery['schemes'][number];

/** Levels that can be ranked, from the highest down. */
export const levels: RegionLevel[] = ['PROVINCE', 'CITY', 'COUNTY', 'TOWN', 'VILLAGE', 'GRID'];

/** What the page asks about; all of it stands in its address. */
export interface Question {
  region: WritableComputedRef<string>;
  period: WritableComputedRef<string>;
  level: WritableComputedRef<string>;
  scheme: WritableComputedRef<string>;
  version: WritableComputedRef<string>;
  ready: ComputedRef<boolean>;
  variables: ComputedRef<RankingQueryVariables>;
  /** The region itself: what lies below it says which scheme is the usual one. */
  about: Asked<RegionAboutQuery>;
  /** The scheme where the address names none. */
  usual: ComputedRef<string>;
  /** Whether nothing lies below the region that could be ranked. */
  leaf: ComputedRef<boolean>;
  schemes: Asked<SchemesQuery>;
  ranking: Asked<RankingQuery>;
  /** The version of the scheme that the ranking was made by. */
  used: ComputedRef<Scheme | undefined>;
}

export const question: InjectionKey<Question> = Symbol('question');

export function useQuestion(): Question {
  const { region, period, ready } = useSubject();
  const level = useWord('level');
  const scheme = useWord('scheme');
  const version = useWord('version');
  const schemes = useAsk(SchemesDocument, () => ({}));
  const about = useAsk(RegionAboutDocument, () => (ready.value ? { code: region.value } : null));
  const here = computed(() => (about.data.value?.region?.code === region.value ? about.data.value.region : undefined));
  const usual = computed(() => usualScheme(schemes.data.value?.schemes ?? [], levels.find((l) => l === level.value) ?? below(here.value?.level)));
  // Departments and enterprises are ranked in a town, too.
  const leaf = computed(() => here.value?.children.length === 0 && schemes.data.value?.schemes.find((s) => s.name === (scheme.value || usual.value))?.subjects === 'REGIONS');
  const known = computed(() => ready.value && schemes.data.value !== undefined && (here.value !== undefined || about.data.value?.region === null));
  const variables = computed(() => ({
    region: region.value,
    period: period.value,
    level: levels.find((l) => l === level.value) ?? null,
    scheme: scheme.value || usual.value || null,
    version: /^\d+$/.test(version.value) ? Number(version.value) : null,
  }));
  const ranking = useAsk(RankingDocument, () => (known.value && !leaf.value ? variables.value : null));
  const used = computed(() => {
    const made = ranking.data.value?.assessment;
    return schemes.data.value?.schemes.find((s) => s.name === made?.scheme && s.effectiveFrom === made.schemeVersion);
  });
  return { region, period, level, scheme, version, ready: known, variables, about, usual, leaf, schemes, ranking, used };
}

/** Whether marks are told by two places at all: what is less is not drawn. */
export const drawable = (value: number): boolean => Math.abs(value) >= 0.005;

/**
 * Whether lost marks can come back. A figure to reach says yes; without one only the words tell (a place among the peers can be won, a death stays),
 * and where they tell of both, or nothing, it is not clear.
 */
export function comesBack(line: Line): 'yes' | 'no' | 'unclear' {
  if (line.regain.figure != null) return 'yes';
  const [wins, stays] = [/可得满分|不再扣分/.test(line.regain.words.zh), line.regain.words.zh.includes('已经发生')];
  return wins === stays ? 'unclear' : wins ? 'yes' : 'no';
}

/** A sum of decimals without the dust of binary fractions. */
export const sum = (values: (string | number)[]): number => Math.round(values.reduce((all: number, v) => all + Number(v), 0) * 1e6) / 1e6;

/** A period in words, in the language of the page: 2026年第三季度. */
export const periodName = (code: string): string => periodSaid(code, language());

/** The parts of a bar of a score: what each group gave, what bonuses and deductions did, what was lost. */
export interface Part {
  name: string;
  title: { zh: string; en: string };
  given: number;
  marks: number;
}

export function partsOf(subject: Subject): Part[] {
  const parts = new Map<string, Part>();
  for (const line of subject.indicators) {
    const scored = line.kind === 'SCORED';
    const name = scored ? (line.group ?? '') : '+';
    const part = parts.get(name) ?? { name, title: scored ? line.groupTitle : { zh: '', en: '' }, given: 0, marks: 0 };
    part.given = sum([part.given, line.given]);
    part.marks = sum([part.marks, line.marks]);
    parts.set(name, part);
  }
  return [...parts.values()];
}

/** Colours of groups in the order of the scheme; they differ in lightness too. */
export const hues = ['#2f6fb5', '#e39c2d', '#3c9a8f', '#a1567e', '#7d8fa6', '#8cb43d', '#c95d3b', '#5b4fa0'];

/** Ranked subjects as they are compared: who has no score is last. */
export const rankOf = (subject: { rank: number | null }): number => subject.rank ?? Number.POSITIVE_INFINITY;
