import { onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import type { Asked } from '@/api/ask';
import { address, faultFrom, headers, token } from '@/api/client';
import { type Fault, faultOf, type WireError } from '@/api/fault';
import type { DataSet, Question } from './question';
import { chosenColumns, pathOf } from './question';

/** The value of a cell: texts of numbers as they came, so that no digit is lost. */
export type Cell = string | boolean | null | string[];
export type PreviewRow = Record<string, Cell>;

export const previewRows = 10;

/**
 * The address of the first rows of a question: with all columns that leave without being named, so that ticking columns takes nothing more away. Every look is an
 * export of ten rows, which the audit keeps.
 */
export function previewPath(question: Question, set: DataSet): string {
  const sensitive = chosenColumns(set, question.columns).filter((c) => c.sensitive);
  const columns = sensitive.length === 0 ? '' : [...set.columns.filter((c) => !c.sensitive), ...sensitive].map((c) => c.name).join(',');
  const limit = question.limit === '' ? previewRows : Math.min(previewRows, Number(question.limit) || 0);
  return pathOf({ ...question, columns, format: 'jsonl', compression: '', charset: '', bom: '', limit: String(limit) });
}

/** What the server says of an address that it refuses. */
export async function refusal(response: Response): Promise<Fault> {
  const body = (await response.json().catch(() => ({}))) as { errors?: WireError[] };
  return faultOf(body.errors ?? [], response);
}

async function read(path: string, signal: AbortSignal): Promise<PreviewRow[]> {
  let response: Response;
  try {
    response = await fetch(address(path), { headers: headers(), signal });
  } catch (e) {
    throw { kind: 'unreachable', message: String(e) } satisfies Fault;
  }
  if (!response.ok) throw await refusal(response);
  const text = await response.text();
  return text.split('\n').filter((line) => line !== '').map(parse);
}

/** Reads a line; numbers keep the text in which they came where the browser tells it. */
function parse(line: string): PreviewRow {
  const digits = (_key: string, value: unknown, context?: { source?: string }) => (typeof value === 'number' ? (context?.source ?? String(value)) : value);
  return JSON.parse(line, digits as (this: unknown, key: string, value: unknown) => unknown) as PreviewRow;
}

/** Reads the rows of an address whenever it changes; null reads nothing. */
export function usePreview(path: () => string | null): Asked<PreviewRow[]> {
  const data = shallowRef<PreviewRow[]>();
  const fault = shallowRef<Fault>();
  const loading = ref(false);
  let going = new AbortController();
  let shown = '';
  async function run(wanted: string | null) {
    going.abort();
    const mine = (going = new AbortController());
    fault.value = undefined;
    loading.value = wanted !== null;
    if (wanted === null) {
      data.value = undefined;
      return;
    }
    try {
      const rows = await read(wanted, mine.signal);
      if (mine !== going) return;
      data.value = rows;
      shown = wanted;
    } catch (e) {
      if (mine !== going) return;
      fault.value = faultFrom(e);
      if (shown !== wanted) data.value = undefined;
    }
    loading.value = false;
  }
  watch([path, token], ([wanted]) => void run(wanted), { immediate: true });
  onBeforeUnmount(() => going.abort());
  return { data, fault, loading, again: () => void run(path()), renew: () => run(path()) };
}
