import type { StandingQuery } from '@/api/generated';

export type Subject = StandingQuery['assessment']['subjects'][number];

/** All of a short ranking; of a long one the first and the last four. */
export function shortList(ranked: Subject[]): Subject[] {
  const sorted = ranked.toSorted((a, b) => a.rank! - b.rank!);
  return sorted.length <= 8 ? sorted : [...sorted.slice(0, 4), ...sorted.slice(-4)];
}

/** Places gained are good, places lost bad. */
export const moved = (subject: Subject): string => (!subject.rankChange ? 'quiet' : subject.rankChange > 0 ? 'good' : 'bad');
