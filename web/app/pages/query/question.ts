import type { LocationQuery } from 'vue-router';
import type { Comparison, FilterInput, Grain, MetricQueryInput, OrderInput, RegionLevel, Tree } from '@/api/generated';

/** A question about metrics as the form holds it: what is not chosen is empty. */
export interface Question {
  measures: string[];
  dimensions: string[];
  region: string;
  level: RegionLevel | '';
  tree: Tree;
  treeDate: string;
  period: string;
  grain: Grain | '';
  compare: Comparison[];
  filters: Filter[];
  /** Values of the only dimension that get a row each, with records or without. */
  rows: string[];
  order: OrderInput[];
  limit: number;
  totals: boolean;
  version: number;
  asOf: string;
}
/** A filter as the form holds it: it may still be without values. */
export type Filter = Required<FilterInput> & { values: string[] };

export const levels: RegionLevel[] = ['PROVINCE', 'CITY', 'COUNTY', 'TOWN', 'VILLAGE', 'GRID'];
export const grains: Grain[] = ['DAY', 'WEEK', 'TEN_DAY', 'MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR'];
export const comparisons: Comparison[] = ['PREVIOUS_YEAR', 'YEAR_BEFORE_LAST', 'PREVIOUS_PERIOD'];

/** The words of the address that a question is made of. */
const words = ['m', 'by', 'region', 'level', 'tree', 'treeDate', 'period', 'grain', 'vs', 'where', 'rows', 'order', 'limit', 'totals', 'version', 'asOf'] as const;
export type Words = Record<(typeof words)[number], string>;

export const nothing = (): Question => ({
  measures: [], dimensions: [], region: '', level: '', tree: 'MANAGING', treeDate: '', period: '', grain: '', compare: [], filters: [], rows: [], order: [], limit: 0, totals: false, version: 0, asOf: '',
});

const list = (text: string) => text.split(',').filter(Boolean).map(decodeURIComponent);
const joined = (values: string[]) => values.map(encodeURIComponent).join(',');
const among = <T extends string>(all: readonly T[], text: string): T | undefined => all.find((one) => one === text);
const count = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : 0);
const day = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : '');

/** The question of an address. What it says that cannot be is left out and told: a link that was cut off shows what is left of it. */
export function readQuestion(query: LocationQuery, usual: { region: string; period: string }): { question: Question; ignored: string[] } {
  const ignored: string[] = [];
  const word = (name: keyof Words) => (typeof query[name] === 'string' ? query[name] : '');
  function read<T>(name: keyof Words, to: (text: string) => T, good: (value: T) => boolean): T {
    const text = word(name);
    let value: T;
    try {
      value = to(text);
    } catch {
      value = to(''); // a % that stands alone
    }
    if (text !== '' && !good(value)) ignored.push(`${name}=${text}`);
    return value;
  }
  const filled = (value: string) => value !== '';
  const question: Question = {
    measures: read('m', list, (v) => v.length > 0),
    dimensions: read('by', list, (v) => v.length > 0),
    region: word('region') || usual.region,
    level: read('level', (text) => among(levels, text) ?? '', filled),
    tree: read('tree', (text) => among(['STATUTORY', 'MANAGING'] as const, text) ?? 'MANAGING', (v) => v === word('tree')),
    treeDate: read('treeDate', day, filled),
    period: word('period') || usual.period,
    grain: read('grain', (text) => among(grains, text) ?? '', filled),
    compare: read('vs', (text) => list(text).flatMap((one) => among(comparisons, one) ?? []), (v) => v.length === list(word('vs')).length),
    filters: read('where', readFilters, (v) => v.length > 0),
    rows: read('rows', list, (v) => v.length > 0),
    order: read('order', (text) => list(text).map((one) => (one.startsWith('-') ? { column: one.slice(1), desc: true } : { column: one, desc: false })), (v) => v.length > 0),
    limit: read('limit', count, (v) => v > 0),
    totals: word('totals') === '1',
    version: read('version', count, (v) => v > 0),
    asOf: read('asOf', day, filled),
  };
  return { question, ignored };
}

/** sector:mine,coal_mine;!hazard_level:major */
function readFilters(text: string): Filter[] {
  return text.split(';').flatMap((one) => {
    const found = one.match(/^(!?)([\w-]+):(.*)$/);
    return found ? [{ dimension: found[2]!, not: found[1] === '!', values: found[3]!.split(',').map(decodeURIComponent) }] : [];
  });
}

/** The words of the address that carry a question; what is usual is empty, but for region and period: a link says them. */
export function wordsOf(q: Question): Words {
  return {
    m: joined(q.measures), by: joined(q.dimensions), region: q.region, level: q.level, tree: q.tree === 'MANAGING' ? '' : q.tree, treeDate: q.treeDate, period: q.period, grain: q.grain, vs: q.compare.join(','),
    where: q.filters.filter((f) => f.values.length > 0).map((f) => `${f.not ? '!' : ''}${f.dimension}:${joined(f.values)}`).join(';'),
    rows: joined(rowsOf(q)), order: q.order.map((o) => (o.desc ? '-' : '') + encodeURIComponent(o.column)).join(','), limit: q.limit > 0 ? String(q.limit) : '', totals: q.totals ? '1' : '', version: q.version > 0 ? String(q.version) : '', asOf: q.asOf,
  };
}

/** Rows hold for one dimension, which is not the region: with others they mean nothing. */
const rowsOf = (q: Question) => (q.dimensions.length === 1 && q.dimensions[0] !== 'region' ? q.rows : []);

/** The question in the words of the contract, without what is usual; null while it asks for nothing. */
export function inputOf(q: Question): MetricQueryInput | null {
  if (q.measures.length === 0 || q.region === '' || q.period === '') return null;
  const filters = q.filters.filter((f) => f.values.length > 0);
  const rows = rowsOf(q);
  return {
    measures: q.measures,
    ...(q.dimensions.length > 0 && { dimensions: q.dimensions }),
    region: q.region,
    ...(q.level && q.dimensions.includes('region') && { level: q.level }),
    ...(q.tree !== 'MANAGING' && { tree: q.tree }),
    ...(q.treeDate && { treeDate: q.treeDate }),
    period: q.period,
    ...(q.grain && { grain: q.grain }),
    ...(q.compare.length > 0 && { compare: q.compare }),
    ...(filters.length > 0 && { filters: filters.map(({ dimension, values, not }) => (not ? { dimension, values, not } : { dimension, values })) }),
    ...(rows.length > 0 && { rows }),
    ...(q.totals && { totals: true }),
    ...(q.order.length > 0 && { order: q.order.map(({ column, desc }) => (desc ? { column, desc } : { column })) }),
    ...(q.limit > 0 && { limit: q.limit }),
    ...(q.version > 0 && { version: q.version }),
    ...(q.asOf && { asOf: q.asOf }),
  };
}

/** The columns that the answer to a question has, for choosing an order. */
export function columnsOf(q: Question): { name: string; metric: string | null; against: Comparison | null; part: 'base' | 'change' | 'percent' | null }[] {
  const plain = (name: string) => ({ name, metric: null, against: null, part: null });
  return [
    ...q.dimensions.map(plain),
    ...(q.grain ? [plain('period')] : []),
    ...q.measures.flatMap((metric) => [
      { name: metric, metric, against: null, part: null },
      ...q.compare.flatMap((against) => {
        const base = `${metric}__${against.toLowerCase()}`;
        return [
          { name: base, metric, against, part: 'base' as const },
          { name: `${base}__change`, metric, against, part: 'change' as const },
          { name: `${base}__percent`, metric, against, part: 'percent' as const },
        ];
      }),
    ]),
  ];
}
