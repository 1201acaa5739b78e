import type { AreaRiskFragment, RiskColour } from '@/api/generated';

/** Gravest first, as legends list them. */
export const colours: readonly RiskColour[] = ['RED', 'ORANGE', 'YELLOW', 'BLUE'];

/** The class that paints an area, a badge, or a field of the matrix: a colour where there is one, else hatched. An override may colour what could not be rated. */
export const tone = (cell: Pick<AreaRiskFragment, 'colour'> | undefined): string => (cell?.colour ?? 'none').toLowerCase();

/** The key of its words: 红 重大, or why there is no colour. */
export const word = (cell: Pick<AreaRiskFragment, 'colour' | 'state'> | undefined): string => cell?.colour ?? (cell?.state === 'NO_DATA' ? 'NO_DATA' : 'UNKNOWN');

/** An exact figure of an answer as a number to be shown; null stays unknown. */
export const value = (decimal: string | null | undefined): number | null => (decimal == null ? null : Number(decimal));

/** An index, a score or a part of one to two places, so that those of a column line up; nothing for null. */
export const points = (decimal: string | null | undefined): string => (decimal == null ? '' : Number(decimal).toFixed(2));

/** The gravest first; what is not known last. */
export function byGravity(a: AreaRiskFragment, b: AreaRiskFragment): number {
  const rank = (c: AreaRiskFragment) => (c.colour ? colours.indexOf(c.colour) : colours.length);
  return rank(a) - rank(b) || Number(b.index ?? -1) - Number(a.index ?? -1) || a.region.localeCompare(b.region);
}
