import { computed } from 'vue';
import type { DataRowsQuery, QuarantineQueryInput, QuarantineState } from '@/api/generated';
import { useWord, useWords } from '@/route/state';

export type Row = DataRowsQuery['quarantine']['nodes'][number];
export const states: QuarantineState[] = ['OPEN', 'LOADED', 'SUPERSEDED', 'DISMISSED', 'DRY_RUN', 'ALL'];

export const rowKey = (row: Row): string => `${row.run} ${row.file ?? ''} ${row.row} ${row.line} ${row.codes.join()}`;

/** Exactly one row as a question. */
export const queryOf = (row: Row): QuarantineQueryInput => ({ run: row.run, pipeline: row.pipeline, file: row.file, fromRow: row.row, toRow: row.row, state: row.state });

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
