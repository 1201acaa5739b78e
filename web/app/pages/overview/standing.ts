import type { StandingQuery } from '@/api/generated';

export type Subject = StandingQuery['assessment']['subjects'][number];

/** All of a short ranking; of a long one the first and the last four, with the place where it is cut. */
export function shortList(ranked: Subject[]): { subjects: Subject[]; cut: number } {
  const sorted = ranked.toSorted((a, b) => a.rank! - b.rank!);
  return sorted.length <= 8 ? { subjects: sorted, cut: 0 } : { subjects: [...sorted.slice(0, 4), ...sorted.slice(-4)], cut: 4 };
}

/** Places gained are good, places lost bad. */
export const moved = (subject: Pick<Subject, 'rankChange'>): string => (!subject.rankChange ? 'quiet' : subject.rankChange > 0 ? 'good' : 'bad');
