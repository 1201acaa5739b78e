import { computed, type ComputedRef, type InjectionKey, type WritableComputedRef } from 'vue';
import type { ExportCompression, ExportFormat, ExportInput, ExportSetsQuery } from '@/api/generated';
import { useWord } from '@/route/state';

export type DataSet = ExportSetsQuery['dataSets'][number];
export type DataColumn = DataSet['columns'][number];

/** What the address says of an export, in the words of GET /export/DATASET; an empty word says nothing. */
export const words = ['dataset', 'columns', 'region', 'tree', 'sector', 'period', 'from', 'to', 'where', 'order', 'limit', 'version', 'format', 'compression', 'charset', 'bom'] as const;
export type Word = (typeof words)[number];
export type Question = Record<Word, string>;

/** A format with what may be chosen of it, the usual one first. */
export interface Format {
  name: string;
  extension: string;
  type: ExportFormat;
  compressions: ExportCompression[];
  text: boolean;
  /** Rows that a server of two cores writes in a second, about. */
  rate: number;
}

/** The formats in the order of the page. */
export const formats: readonly Format[] = [
  { name: 'parquet', extension: '.parquet', type: 'PARQUET', compressions: ['ZSTD', 'NONE', 'LZ4', 'SNAPPY', 'GZIP'], text: false, rate: 1.7e6 },
  { name: 'xlsx', extension: '.xlsx', type: 'XLSX', compressions: [], text: false, rate: 3e4 },
  { name: 'csv', extension: '.csv', type: 'CSV', compressions: [], text: true, rate: 1e6 },
  { name: 'arrow', extension: '.arrows', type: 'ARROW', compressions: ['NONE', 'LZ4', 'ZSTD'], text: false, rate: 1.6e6 },
  { name: 'arrow_file', extension: '.arrow', type: 'ARROW_FILE', compressions: ['NONE', 'LZ4', 'ZSTD'], text: false, rate: 1.6e6 },
  { name: 'jsonl', extension: '.jsonl', type: 'JSONL', compressions: [], text: true, rate: 6e5 },
];
export const formatOf = (name: string): Format => formats.find((f) => f.name === name) ?? formats[0]!;

/** The rows that a sheet of a workbook holds, less its head. */
export const sheetRows = 1_048_575;

/** Names of a list of the address. */
export const names = (list: string): string[] => list.split(',').map((name) => name.trim()).filter((name) => name !== '');

/** The columns that leave, in their order: those that are named, else all that are not sensitive. */
export function chosenColumns(set: DataSet, columns: string): DataColumn[] {
  const named = names(columns);
  if (named.length === 0) return set.columns.filter((c) => !c.sensitive);
  return named.flatMap((name) => set.columns.find((c) => c.name === name) ?? []);
}

/** Whether region and sector bound a data set. */
export const placed = (set: DataSet): boolean => set.kind !== 'DIMENSION';

/** What of a question applies to a data set: words that the menu brought along from another page, or that another format had, are left out. */
export function applying(question: Question, set: DataSet): Question {
  const format = formatOf(question.format);
  const out = { ...question, format: format.name };
  if (!placed(set)) out.region = out.tree = out.sector = '';
  if (set.date === null) out.period = out.from = out.to = '';
  if (out.period !== '') out.from = out.to = '';
  if (out.region === '') out.tree = '';
  if (!/^\d+$/.test(out.limit)) out.limit = '';
  if (!/^\d+$/.test(out.version)) out.version = '';
  if (!format.compressions.some((c) => c.toLowerCase() === out.compression)) out.compression = '';
  if (format.name !== 'csv') out.charset = out.bom = '';
  if (out.charset === 'gb18030') out.bom = '';
  return out;
}

/** A question that applies, as GraphQL takes it. */
export function inputOf(q: Question): ExportInput {
  return {
    dataSet: q.dataset, format: formatOf(q.format).type, compression: q.compression === '' ? null : (q.compression.toUpperCase() as ExportCompression), bom: q.bom !== '', charset: q.charset === 'gb18030' ? 'GB18030' : null,
    columns: names(q.columns), region: q.region || null, tree: q.tree === 'statutory' ? 'STATUTORY' : 'MANAGING', sector: q.sector || null, period: q.period || null, from: q.from || null, to: q.to || null, where: q.where || null,
    order: names(q.order), limit: q.limit === '' ? null : Number(q.limit), version: q.version === '' ? null : Number(q.version),
  };
}

/** A question that applies, as the parameters of GET /export/DATASET in the order in which people read them. */
export function parametersOf(q: Question): [string, string][] {
  return words.filter((word) => word !== 'dataset' && (word === 'format' || q[word] !== '')).toSorted((a, b) => Number(b === 'format') - Number(a === 'format')).map((word) => [word, q[word]]);
}

/** The address of a question below the server's. */
export const pathOf = (q: Question): string => `export/${encodeURIComponent(q.dataset)}?${new URLSearchParams(parametersOf(q))}`;

/** A name for the file of a question: what it is of, not its every detail. */
export function fileName(q: Question, version: number | undefined): string {
  const span = q.period || (q.from && q.to ? `${q.from}..${q.to}` : q.from ? `from-${q.from}` : q.to && `to-${q.to}`);
  return `${[q.dataset, version && `v${version}`, q.region, span].filter(Boolean).join('-')}${formatOf(q.format).extension}`;
}

/** The whole choice as the parts of the page share it. */
export interface Asking {
  word: Record<Word, WritableComputedRef<string>>;
  sets: ComputedRef<DataSet[]>;
  set: ComputedRef<DataSet | undefined>;
  /** What applies to the data set; undefined while there is none. */
  question: ComputedRef<Question | undefined>;
  columns: ComputedRef<DataColumn[]>;
  /** Whether the caller may have sensitive columns. */
  maySensitive: ComputedRef<boolean>;
}
export const asking: InjectionKey<Asking> = Symbol('the export that is asked for');

export function useQuestion(sets: () => DataSet[] | undefined, maySensitive: () => boolean): Asking {
  const word = Object.fromEntries(words.map((name) => [name, useWord(name, () => (name === 'format' ? 'parquet' : ''))])) as Asking['word'];
  const all = computed(() => sets() ?? []);
  const set = computed(() => all.value.find((s) => s.name === word.dataset.value));
  const question = computed(() => {
    if (!set.value) return undefined;
    return applying(Object.fromEntries(words.map((name) => [name, word[name].value])) as Question, set.value);
  });
  const columns = computed(() => (set.value ? chosenColumns(set.value, word.columns.value) : []));
  return { word, sets: all, set, question, columns, maySensitive: computed(maySensitive) };
}
