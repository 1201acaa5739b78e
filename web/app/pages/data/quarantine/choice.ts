import { computed } from 'vue';
import type { DataRowsQuery, QuarantineQueryInput, QuarantineState } from '@/api/generated';
import { useWord, useWords } from '@/route/state';

export type Row = DataRowsQuery['quarantine']['nodes'][number];
export const states: QuarantineState[] = ['OPEN', 'LOADED', 'SUPERSEDED', 'DISMISSED', 'DRY_RUN', 'ALL'];

export const rowKey = (row: Row): string => row.id;

/** At most so many rows are named in one question. */
export const most = 1000;

/** Exactly these rows as questions: one for each pipeline, which is replayed as one run. */
export function queriesOf(rows: Row[]): QuarantineQueryInput[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row.pipeline, [...(found.get(row.pipeline) ?? []), row]);
  return [...found].flatMap(([pipeline, of]) => Array.from({ length: Math.ceil(of.length / most) }, (_, i) => ({ pipeline, rows: of.slice(i * most, (i + 1) * most).map((row) => row.id), state: 'ALL' as const })));
}

/** Which rows are looked at; all of it stands in the address. */
export function useChoice() {
  const words = { run: useWord('run'), pipeline: useWord('pipeline'), code: useWord('code'), region: useWord('place'), file: useWord('file'), fromRow: useWord('first'), toRow: useWord('last'), state: useWord('state', () => 'OPEN') };
  const whole = (text: string) => (/^\d+$/.test(text) ? Number(text) : 0);
  const query = computed<QuarantineQueryInput>(() => ({
    run: words.run.value || null,
    pipeline: words.pipeline.value || null,
    code: words.code.value || null,
    region: words.region.value || null,
    file: words.file.value || null,
    fromRow: whole(words.fromRow.value),
    toRow: whole(words.toRow.value),
    state: states.find((s) => s === words.state.value) ?? 'OPEN',
  }));
  return { ...words, query, set: useWords() };
}
