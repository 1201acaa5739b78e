import type { Comparison, QueryTableQuery } from '@/api/generated';
import { known } from '@/parts/number';
import type { RecordChoice } from '@/parts/records/records';
import type { Metric } from './catalogue';
import { basePeriod } from './periods';
import { comparisons, type Question } from './question';

export type Table = QueryTableQuery['metrics'];
export type Column = Table['columns'][number];

/** A column as it is shown: a dimension by the titles of its codes. */
export interface Shown {
  column: Column;
  label: Column | null;
}

export const isFigure = (column: Column): boolean => column.kind !== 'DIMENSION' && column.kind !== 'LABEL';

/** Whether a figure is a difference, which is shown with its sign. */
export const isChange = (column: Column): boolean => column.kind === 'CHANGE' || column.kind === 'PERCENT';

export function shownColumns(table: Table): Shown[] {
  return table.columns.filter((c) => c.kind !== 'LABEL').map((column) => ({ column, label: table.columns.find((c) => c.kind === 'LABEL' && c.name === `${column.name}__title`) ?? null }));
}

/** The dimensions of an answer, periods among them. */
export const dimensionsOf = (table: Table): Shown[] => shownColumns(table).filter(({ column }) => !isFigure(column));

/** What a row is called in a dimension; empty where the source does not say. */
export const nameOf = ({ column, label }: Shown, row: number): string => label?.texts[row] || column.texts[row] || '';

/** The rows of a table in the order of a column (a minus before it: largest first), unknown figures last; as the server gave them without one. */
export function sortedRows(table: Table, sort: string, language: string): number[] {
  const rows = Array.from({ length: table.rows }, (_, i) => i);
  const down = sort.startsWith('-');
  const shown = shownColumns(table).find(({ column }) => column.name === (down ? sort.slice(1) : sort));
  if (!shown) return rows;
  const sign = down ? -1 : 1;
  if (isFigure(shown.column)) {
    const { numbers } = shown.column;
    return rows.sort((a, b) => {
      const [x, y] = [numbers[a] ?? null, numbers[b] ?? null];
      return x === null || y === null ? (x === y ? a - b : x === null ? 1 : -1) : (x - y) * sign || a - b;
    });
  }
  const order = new Intl.Collator(language === 'zh' ? 'zh-CN' : 'en', { numeric: true });
  const names = rows.map((row) => (shown.column.name === 'region' || shown.column.name === 'period' ? shown.column.texts[row]! : nameOf(shown, row)));
  return rows.sort((a, b) => order.compare(names[a]!, names[b]!) * sign || a - b);
}

/**
 * The records behind a figure or behind what it is compared with, in the words of the contract; null where there is no way to ask for them: changes, periods compared with that
 * only the server knows, and what a region keeps besides the areas below it, which no condition tells from the whole.
 */
export function recordsBehind(table: Table, question: Question, metric: Metric | undefined, column: Column, row: number): RecordChoice | null {
  const against = column.kind === 'COMPARISON' ? againstOf(column) : null;
  if (!metric || (column.kind !== 'MEASURE' && !against) || (against && table.source.running) || !known(column.states[row]) || (metric.kind === 'MEASURE' && column.numbers[row] === 0)) return null;
  const choice: RecordChoice = {
    fact: metric.fact, metric: metric.name, region: question.region, period: table.source.period, asOf: question.asOf || null, tree: question.tree === 'STATUTORY' ? 'STATUTORY' : null,
    treeDate: table.source.treeDate, version: table.source.version, filters: question.filters.filter((f) => f.values.length > 0),
  };
  for (const dimension of table.columns) {
    if (dimension.kind !== 'DIMENSION') continue;
    const code = dimension.texts[row] ?? '';
    if (dimension.name === 'region') {
      if (code === question.region) return null;
      choice.region = code;
    } else if (dimension.name === 'period') choice.period = code;
    else choice.filters = [...choice.filters!, { dimension: dimension.name, values: [code], not: false }];
  }
  if (against) {
    const base = basePeriod(choice.period!, against);
    if (base === null || question.asOf !== '') return null;
    choice.period = base;
  }
  return choice;
}

/** Which period a column of comparison is of: NAME__previous_year. */
export const againstOf = (column: Column): Comparison | null => comparisons.find((one) => column.name.endsWith(`__${one.toLowerCase()}`)) ?? null;

/** The table for a spreadsheet: codes beside their titles, and beside every figure, in words, how it is to be read. */
export function csvOf(table: Table, rows: number[], said: (text: { zh: string; en: string }) => string, state: (name: string) => string, words: { code: string; state: string; total: string }): (string | number | null)[][] {
  const shown = shownColumns(table);
  const head = shown.flatMap(({ column, label }) => {
    const title = said(column.title) + (column.unit ? `（${column.unit}）` : '');
    return isFigure(column) ? [title, `${said(column.title)}${words.state}`] : label ? [`${said(column.title)}${words.code}`, title] : [title];
  });
  const body = rows.map((row) =>
    shown.flatMap(({ column, label }) => (isFigure(column) ? [column.numbers[row] ?? null, state(column.states[row]!)] : label ? [column.texts[row]!, label.texts[row]!] : [column.texts[row]!])),
  );
  if (!shown.some(({ column }) => column.totalState)) return [head, ...body];
  let named = false;
  const totals = shown.flatMap(({ column, label }) => {
    if (isFigure(column)) return [column.total, column.totalState ? state(column.totalState) : ''];
    const cells = label ? ['', ''] : [''];
    if (!named) cells[cells.length - 1] = words.total;
    named = true;
    return cells;
  });
  return [head, ...body, totals];
}
