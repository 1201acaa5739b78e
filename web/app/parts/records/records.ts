import type { RecordQueryInput, Tree } from '@/api/generated';
import { useWord } from '@/route/state';

/** Which records are looked at: what a RecordReference of the contract says, or a metric of a region and period. */
export interface RecordChoice {
  fact: string;
  region: string;
  metric?: string | null;
  period?: string | null;
  from?: string | null;
  to?: string | null;
  asOf?: string | null;
  tree?: Tree | null;
  treeDate?: string | null;
  lapsing?: string | null;
  filters?: { dimension: string; values: string[]; not: boolean }[];
  version?: number | null;
}

/** The choice as a word of the address, so that a link opens the same records. */
export const recordWord = (choice: RecordChoice): string => JSON.stringify(choice, (_key, value: unknown) => (value === null || value === undefined || (Array.isArray(value) && value.length === 0) ? undefined : value));

/** The records that the address asks for; nothing when it asks for none or is not understood. */
export function readChoice(word: string): RecordChoice | null {
  if (word === '') return null;
  try {
    const choice = JSON.parse(word) as RecordChoice;
    return typeof choice.fact === 'string' && typeof choice.region === 'string' ? choice : null;
  } catch {
    return null;
  }
}

export const useRecords = () => useWord('records');

/** The question of the contract for a choice. What a reference leaves open is left out: null would not mean the usual tree. */
export const recordQuery = ({ fact, region, ...rest }: RecordChoice): RecordQueryInput => ({ fact, region, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)) }) as RecordQueryInput;
