import type { Fault } from '@/api/fault';

/** The parts of the form that a fault can belong to. */
export type Field = 'measures' | 'dimensions' | 'region' | 'level' | 'period' | 'grain' | 'compare' | 'filters' | 'rows' | 'order' | 'limit' | 'version' | 'asOf' | 'treeDate';

/** A fault at its place in the form, and what it says: a key of query.fault with the words to put in. */
export interface Placed {
  field: Field;
  key: string;
  words: Record<string, string>;
}

const fields: Field[] = ['measures', 'dimensions', 'region', 'level', 'period', 'grain', 'compare', 'filters', 'rows', 'order', 'limit', 'version', 'asOf', 'treeDate'];

/** What the server says about questions about metrics, and the field that it is about. */
const patterns: { of: RegExp; field: Field; key: string; words: string[] }[] = [
  { of: /^there is no metric "(.*?)"/, field: 'measures', key: 'noMetric', words: ['name'] },
  { of: /^there is no dimension "(.*?)"/, field: 'dimensions', key: 'noDimension', words: ['name'] },
  { of: /^(\w+) records have no (\w+): (\w+) cannot/, field: 'dimensions', key: 'unfit', words: ['fact', 'dimension', 'metric'] },
  { of: /^(\w+) records are outside what/, field: 'measures', key: 'unseenFact', words: ['fact'] },
  { of: /^the (?:measure|dimension|comparison) "?(.*?)"? is named twice/, field: 'measures', key: 'twice', words: ['name'] },
  { of: /^there is no region "(.*?)"/, field: 'region', key: 'noRegion', words: ['name'] },
  { of: /^the region (\S+) is outside/, field: 'region', key: 'unseenRegion', words: ['name'] },
  { of: /^the period (\S+) has not begun on (\S+)/, field: 'period', key: 'notBegun', words: ['period', 'day'] },
  { of: /^data version (\d+) does not exist; the newest is (\d+)/, field: 'version', key: 'noVersion', words: ['version', 'newest'] },
  { of: /version (\d+)/, field: 'version', key: 'goneVersion', words: ['version'] },
  { of: /no column "(.*?)" to order by/, field: 'order', key: 'noColumn', words: ['name'] },
  { of: /^the filter on (\S+) has/, field: 'filters', key: 'noValues', words: ['dimension'] },
  { of: /about (\d+) figures; at most (\d+)/, field: 'dimensions', key: 'tooLarge', words: ['figures', 'most'] },
  { of: /^(\d+) regions lie at that level/, field: 'level', key: 'tooManyRegions', words: ['figures'] },
  { of: /^(\d+) rows are named; at most (\d+)/, field: 'rows', key: 'tooManyRows', words: ['figures', 'most'] },
];

/** Where in the form a fault belongs; null for one that is about none of its fields, such as a server that is busy. */
export function placed(fault: Fault, dimensions: string[]): Placed | null {
  if (fault.kind !== 'wrong' && fault.kind !== 'missing' && fault.kind !== 'forbidden') return null;
  const at = fields.find((field) => fault.path?.includes(field));
  if (at) return { field: at, key: `bad_${['region', 'period'].includes(at) ? at : 'field'}`, words: {} };
  for (const pattern of patterns) {
    const found = fault.message.match(pattern.of);
    if (!found) continue;
    const words = Object.fromEntries(pattern.words.map((word, i) => [word, found[i + 1] ?? '']));
    const about = words['dimension'] ?? (pattern.key === 'noDimension' ? words['name'] : undefined);
    const field = pattern.field === 'dimensions' && about !== undefined && !dimensions.includes(about) ? 'filters' : pattern.field;
    return { field, key: pattern.key, words };
  }
  return null;
}
