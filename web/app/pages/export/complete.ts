import type { ExportWordsQuery } from '@/api/generated';
import { said } from '@/i18n';
import type { DataColumn, DataSet } from './question';

/** What may stand at the caret of a condition. */
export interface Suggestion {
  text: string;
  label: string;
}

/** The places of a text that a suggestion replaces, and the suggestions. */
export interface Completion {
  from: number;
  to: number;
  list: Suggestion[];
}

/** Codes that a column is written in, with what they mean. */
export function codesOf(column: DataColumn | undefined, words: ExportWordsQuery | undefined): { code: string; title: string }[] {
  const name = column?.source?.match(/^vocabulary (\S+)$/)?.[1];
  if (name) return words?.vocabularies.find((v) => v.name === name)?.terms.map((term) => ({ code: term.code, title: said(term.title) })) ?? [];
  const local = (one: { code: string; name: string; nameEn: string | null }) => ({ code: one.code, title: said({ zh: one.name, en: one.nameEn ?? one.name }) });
  if (column?.source === 'data set sector') return words?.sectors.map(local) ?? [];
  if (column?.source === 'data set department') return words?.departments.map(local) ?? [];
  return [];
}

const most = 8;
const beside = /([A-Za-z_]\w*)\s*(?:=|<>|!=|\bIN\s*\((?:[^()]*,)?)\s*('?)([^'(),]*)$/i;
const within = /\bhas\(\s*([A-Za-z_]\w*)\s*,\s*('?)([^'(),]*)$/i;
const name = /[\p{L}_][\p{L}\w]*$/u;

/** What may stand at a place of a condition: codes behind a comparison, else columns, found by name or title. Nothing within a text. */
export function complete(text: string, caret: number, set: DataSet, words: ExportWordsQuery | undefined): Completion | null {
  const before = text.slice(0, caret);
  const value = before.match(within) ?? before.match(beside);
  if (value) {
    const column = set.columns.find((c) => c.name === value[1]);
    const wanted = value[3]!.toLowerCase();
    const codes = column?.type.endsWith('Bool') || column?.type.endsWith('Bool)') ? ['true', 'false'].map((code) => ({ text: code, label: code })) : codesOf(column, words).map((c) => ({ text: `'${c.code}'`, label: `${c.title} ${c.code}` }));
    const list = codes.filter((c) => c.label.toLowerCase().includes(wanted) && c.text !== value[2] + value[3]!).slice(0, 2 * most);
    const from = caret - value[2]!.length - value[3]!.length;
    const to = caret + (text[caret] === "'" && value[2] !== '' ? 1 : 0);
    if (list.length > 0 || value[2] !== '') return { from, to, list };
  }
  if ((before.match(/'/g)?.length ?? 0) % 2 === 1) return null;
  const word = before.match(name)?.[0];
  if (!word) return null;
  const wanted = word.toLowerCase();
  const rank = (c: DataColumn) => (c.name.startsWith(wanted) ? 0 : c.name.includes(wanted) ? 1 : c.title.zh.includes(word) || c.title.en.toLowerCase().includes(wanted) ? 2 : 3);
  const list = set.columns.filter((c) => rank(c) < 3 && c.name !== word).toSorted((a, b) => rank(a) - rank(b)).slice(0, most).map((c) => ({ text: c.name, label: `${said(c.title)} ${c.name}` }));
  return { from: caret - word.length, to: caret, list };
}

/** Kinds of columns, by what they are compared with. */
export type ColumnKind = 'list' | 'bool' | 'date' | 'moment' | 'number' | 'text';
export function kindOf(type: string): ColumnKind {
  const inner = type.replace(/^Nullable\((.*)\)$/, '$1');
  if (inner.startsWith('Array')) return 'list';
  if (inner === 'Bool') return 'bool';
  if (inner.startsWith('DateTime')) return 'moment';
  if (inner.startsWith('Date')) return 'date';
  return /^(U?Int|Decimal|Float)/.test(inner) ? 'number' : 'text';
}

/** Comparisons by the names of their words. */
export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'like' | 'in' | 'has' | 'null' | 'known';
const signs: Partial<Record<Operator, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' };

/** The comparisons that a column of a type knows, the usual one first. */
export function operatorsOf(type: string): Operator[] {
  const open: Operator[] = type.startsWith('Nullable') ? ['null', 'known'] : [];
  const own: Record<ColumnKind, Operator[]> = { list: ['has'], bool: ['eq'], date: ['ge', 'le', 'eq'], moment: ['ge', 'le'], number: ['ge', 'le', 'eq', 'ne', 'gt', 'lt'], text: ['eq', 'ne', 'in', 'like'] };
  return [...own[kindOf(type)], ...open];
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** One condition as the language has it; null while its values are not whole. */
export function conditionOf(column: DataColumn, operator: Operator, values: string[]): string | null {
  if (operator === 'null') return `${column.name} IS NULL`;
  if (operator === 'known') return `${column.name} IS NOT NULL`;
  const given = values.map((v) => v.trim()).filter((v) => v !== '');
  const first = given[0];
  if (first === undefined) return null;
  if (operator === 'has') return `has(${column.name}, ${quoted(first)})`;
  if (operator === 'in') return `${column.name} IN (${given.map(quoted).join(', ')})`;
  if (operator === 'like') return `${column.name} LIKE ${quoted(`%${first.replace(/[\\%_]/g, '\\$&')}%`)}`;
  const kind = kindOf(column.type);
  if (kind === 'number' && !/^-?\d+(\.\d+)?$/.test(first)) return null;
  return `${column.name} ${signs[operator]} ${kind === 'number' || kind === 'bool' ? first : quoted(first)}`;
}

/** A condition with another one behind it. */
export function joined(there: string, how: 'AND' | 'OR', more: string): string {
  if (there.trim() === '') return more;
  return how === 'OR' || /\bOR\b/i.test(there) ? `(${there.trim()}) ${how} ${more}` : `${there.trim()} ${how} ${more}`;
}
