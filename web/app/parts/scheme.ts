import type { RegionLevel, SchemesQuery } from '@/api/generated';

type Scheme = Pick<SchemesQuery['schemes'][number], 'name' | 'default' | 'subjects' | 'levels'>;

const levels: RegionLevel[] = ['COUNTRY', 'PROVINCE', 'CITY', 'COUNTY', 'TOWN', 'VILLAGE', 'GRID'];

/** The level directly below one, which is ranked where no other is asked for. */
export const below = (level: RegionLevel | undefined): RegionLevel | undefined => (level ? levels[levels.indexOf(level) + 1] : undefined);

/** The scheme that regions of a level are assessed by where nobody names one: the default one, or, where that is made for other levels, one that is made for this. */
export function usualScheme(schemes: readonly Scheme[], level: RegionLevel | undefined): string {
  const usual = schemes.find((s) => s.default);
  const fits = (s: Scheme) => s.subjects === 'REGIONS' && level !== undefined && s.levels.includes(level);
  if (usual && (usual.levels.length === 0 || fits(usual))) return usual.name;
  return (schemes.find(fits) ?? usual)?.name ?? '';
}
