import type { Language } from '@/i18n';
import { againstOf, type Column, dimensionsOf, nameOf, type Shown, sortedRows, type Table } from './table';

/** One line or one colour of bars. */
export interface Series {
  name: string;
  numbers: (number | null)[];
  states: (string | null)[];
}

/** A chart of one unit. */
export interface Drawing {
  kind: 'lines' | 'bars';
  title: string;
  unit: string | null;
  labels: string[];
  series: Series[];
  /** The last period of lines has not ended. */
  running: boolean;
  /** The series after the first are what it is compared with. */
  compared: boolean;
}

/** The charts that an answer is shown with, or why it has none: a key of query.noChart. Left is how many rows bars leave out. */
export interface Shape {
  drawings: Drawing[];
  none: 'single' | 'many' | 'unknown' | 'zero' | null;
  left: number;
  /** Of how many rows only the largest are drawn: nobody chose an order. */
  largest: boolean;
}

/** Words that charts put in: for rows that the source does not name, and for the figures of now and of the periods compared with. */
export interface ShapeWords {
  said: (text: { zh: string; en: string }) => string;
  untold: string;
  now: string;
  base: (against: string) => string;
}

const none = (why: Shape['none']): Shape => ({ drawings: [], none: why, left: 0, largest: false });
const mostBars = 30;
const mostLines = 6;
const mostSmall = 24;

/**
 * How an answer is best seen. Periods make lines, one dimension makes bars with what is compared beside them, a second one few bars a group. Many series make small
 * charts on their own; more than that would mislead and make none. Different units never share an axis.
 */
export function shapeOf(table: Table, rows: number[], ordered: boolean, words: ShapeWords, language: Language): Shape {
  const figures = table.columns.filter((c) => c.kind === 'MEASURE');
  if (table.rows <= 1) return none('single');
  if (figures.every((c) => c.numbers.every((n) => n === null))) return none('unknown');
  if (table.columns.every((c) => (c.kind !== 'MEASURE' && c.kind !== 'COMPARISON') || c.numbers.every((n) => n === null || n === 0))) return none('zero');
  const dimensions = dimensionsOf(table);
  const period = dimensions.find(({ column }) => column.name === 'period');
  const others = dimensions.filter((d) => d !== period);
  const name = (of: Shown[], row: number) => of.map((d) => nameOf(d, row) || words.untold).join(language === 'zh' ? '·' : ' · ');
  return period ? lines(table, figures, period, others, words, name) : bars(table, rows, ordered, figures, others, words, name);
}

/** The columns that a metric is compared with, and the word for each: NAME__previous_year. */
const comparedWith = (table: Table, metric: Column) => table.columns.filter((c) => c.kind === 'COMPARISON' && c.metric === metric.metric).map((column) => ({ column, against: againstOf(column) ?? '' }));

function lines(table: Table, figures: Column[], period: Shown, others: Shown[], { said, now, base }: ShapeWords, name: (of: Shown[], row: number) => string): Shape {
  const labels = [...new Set(period.column.texts)].sort(byTime); // the answer may be ordered by its figures, and time is not
  if (labels.length < 2) return none('single');
  const place = new Map(labels.map((label, i) => [label, i]));
  const drawing = (title: string, unit: string | null, series: Series[], compared = false): Drawing => ({ kind: 'lines', title, unit, labels, series, running: table.source.running, compared });
  const empty = (title: string): Series => ({ name: title, numbers: labels.map(() => null), states: labels.map(() => null) });
  /** The lines of one column, one for each combination of the other dimensions. */
  const split = (column: Column) => {
    const found = new Map<string, Series>();
    for (let row = 0; row < table.rows; row++) {
      const key = others.map((d) => d.column.texts[row]).join('\u0000');
      const series = found.get(key) ?? empty(name(others, row));
      const at = place.get(period.column.texts[row]!)!;
      series.numbers[at] = column.numbers[row] ?? null;
      series.states[at] = column.states[row] ?? null;
      found.set(key, series);
    }
    return [...found.values()];
  };
  if (others.length === 0) {
    const units = [...new Set(figures.map((c) => c.unit))];
    return {
      drawings: units.flatMap((unit) => chunks(figures.filter((c) => c.unit === unit), mostLines).map((group) => {
        const compared = group.length === 1 ? comparedWith(table, group[0]!) : [];
        const series = [...group.map((c) => ({ ...split(c)[0]!, name: compared.length > 0 ? now : said(c.title) })), ...compared.map((c) => ({ ...split(c.column)[0]!, name: base(c.against) }))];
        return drawing(group.map((c) => said(c.title)).join('、'), unit, series, compared.length > 0);
      })),
      none: null, left: 0, largest: false,
    };
  }
  const drawings = figures.flatMap((column) => {
    const series = split(column);
    if (series.length <= mostLines) return [drawing(said(column.title), column.unit, series)];
    return series.map((one) => drawing(figures.length > 1 ? `${one.name} ${said(column.title)}` : one.name, column.unit, [{ ...one, name: said(column.title) }]));
  });
  return drawings.length > mostSmall ? none('many') : { drawings, none: null, left: 0, largest: false };
}

function bars(table: Table, rows: number[], ordered: boolean, figures: Column[], dimensions: Shown[], { said, now, base }: ShapeWords, name: (of: Shown[], row: number) => string): Shape {
  const [first, second] = dimensions;
  if (!first || dimensions.length > 2) return none('many');
  if (second) {
    const kinds = [...new Set(second.column.texts)];
    const groups = [...new Set(rows.map((row) => first.column.texts[row]!))];
    if (kinds.length > 5 || groups.length > mostBars) return none('many');
    const at = new Map(Array.from({ length: table.rows }, (_, row) => [`${first.column.texts[row]}\u0000${second.column.texts[row]}`, row]));
    const labels = groups.map((group) => name([first], table.rows > 0 ? rows.find((row) => first.column.texts[row] === group)! : 0));
    return {
      drawings: figures.map((column) => ({
        kind: 'bars', title: said(column.title), unit: column.unit, labels, running: false, compared: false,
        series: kinds.map((kind) => {
          const found = groups.map((group) => at.get(`${group}\u0000${kind}`));
          return { name: name([second], second.column.texts.indexOf(kind)), numbers: found.map((row) => (row === undefined ? null : (column.numbers[row] ?? null))), states: found.map((row) => (row === undefined ? null : (column.states[row] ?? null))) };
        }),
      })),
      none: null, left: 0, largest: false,
    };
  }
  const largest = rows.length > mostBars && !ordered;
  const shown = (largest ? sortedRows(table, `-${figures[0]!.name}`, 'zh') : rows).slice(0, mostBars);
  return {
    drawings: figures.map((column) => {
      const of = (c: Column, name: string) => ({ name, numbers: shown.map((row) => c.numbers[row] ?? null), states: shown.map((row) => c.states[row] ?? null) });
      const compared = comparedWith(table, column);
      return {
        kind: 'bars', title: said(column.title), unit: column.unit, labels: shown.map((row) => name([first], row)), running: false, compared: compared.length > 0,
        series: [of(column, now), ...compared.map((c) => of(c.column, base(c.against)))],
      };
    }),
    none: null, left: rows.length - shown.length, largest,
  };
}

/** Periods of one grain in the order of time; the ten days of a month are named in no such order. */
const clock = (code: string) => code.replace('上旬', '1').replace('中旬', '2').replace('下旬', '3');
const byTime = (a: string, b: string) => (clock(a) < clock(b) ? -1 : clock(a) > clock(b) ? 1 : 0);

function chunks<T>(list: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}
