import { computed, type ComputedRef, type Ref } from 'vue';
import { useWord } from '@/route/state';
import type { CertaintyQuery, RankingResultQuery } from '@/api/generated';
import { type Assessment, rankOf, type Subject } from './ranking';

export type Interval = CertaintyQuery['assessmentCertainty']['intervals'][number];
export type Official = NonNullable<NonNullable<RankingResultQuery['officialResult']>['document']>['subjects'][number];

/** One peer group of the list: its title and who is shown of it. */
export interface Group {
  key: string;
  title: { zh: string; en: string };
  rows: Subject[];
}

/** The columns that the list sorts by. */
export const columns = ['rank', 'move', 'name', 'score', 'change', 'grade'] as const;
export type Column = (typeof columns)[number];

/** Orders and filters the list; how stands in the address: sort=-score, find=, grade=, fell=1. */
export function useList(of: Ref<Pick<Assessment, 'subjects'>>) {
  const sort = useWord('sort');
  const find = useWord('find');
  const grade = useWord('grade');
  const fell = useWord('fell');
  const by = computed(() => columns.find((c) => c === sort.value.replace('-', '')) ?? 'rank');
  const down = computed(() => sort.value.startsWith('-'));

  function turn(column: Column): void {
    sort.value = by.value === column && !down.value ? `-${column}` : column === 'rank' ? '' : column;
  }
  const value: Record<Exclude<Column, 'name'>, (s: Subject) => number | null> = {
    rank: (s) => s.rank,
    move: (s) => s.rankChange,
    score: (s) => (s.score == null ? null : Number(s.score)),
    change: (s) => (s.scoreChange == null ? null : Number(s.scoreChange)),
    grade: (s) => (s.grade == null ? null : -Number(s.score)),
  };
  const names = new Intl.Collator('zh-CN');
  function order(a: Subject, b: Subject): number {
    const turned = down.value ? -1 : 1;
    if (by.value === 'name') return turned * names.compare(a.name, b.name);
    const [x, y] = [value[by.value](a), value[by.value](b)];
    if (x == null || y == null) return x === y ? 0 : x == null ? 1 : -1; // unknown last, whichever way
    if (by.value === 'grade' && a.grade!.name !== b.grade!.name) return turned * (gradeAt(a) - gradeAt(b));
    return turned * (x - y) || rankOf(a) - rankOf(b);
  }
  const grades = computed(() => [...new Map(of.value.subjects.flatMap((s) => (s.grade ? [[s.grade.name, s.grade] as const] : []))).values()].sort((a, b) => bandAt(a.name) - bandAt(b.name)));
  const passes = (s: Subject) =>
    (find.value === '' || s.name.includes(find.value) || s.key.startsWith(find.value)) && (grade.value === '' || s.grade?.name === grade.value) && (fell.value === '' || (s.rankChange ?? 0) < 0);
  const shown = computed(() => of.value.subjects.filter(passes));
  const groups: ComputedRef<Group[]> = computed(() => {
    const found = new Map<string, Group>();
    for (const s of shown.value.filter((s) => s.rank != null)) {
      const group = found.get(s.peers ?? '') ?? { key: s.peers ?? '', title: s.peersTitle, rows: [] };
      group.rows.push(s);
      found.set(group.key, group);
    }
    for (const group of found.values()) group.rows.sort(order);
    return [...found.values()];
  });
  const unranked = computed(() => shown.value.filter((s) => s.rank == null));
  const filtered = computed(() => find.value !== '' || grade.value !== '' || fell.value !== '');
  return { by, down, turn, find, grade, fell, grades, shown, groups, unranked, filtered };
}

const bands = ['excellent', 'good', 'pass', 'fail'];
const bandAt = (name: string) => (bands.includes(name) ? bands.indexOf(name) : bands.length);
const gradeAt = (s: Subject) => bandAt(s.grade!.name);
