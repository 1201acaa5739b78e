import { ref, shallowRef } from 'vue';
import { send } from '@/api/ask';
import { faultFrom, request } from '@/api/client';
import type { Fault } from '@/api/fault';
import { DataReplayDocument, DataRunSheetDocument, type DataRunSheetQuery, type QuarantineQueryInput } from '@/api/generated';
import { useFollow } from '../follow';

export type Replayed = NonNullable<DataRunSheetQuery['run']>;

/** Replays of one question after another, followed live: a trial of all of them, then for real. */
export function useReplay(queries: () => QuarantineQueryInput[]) {
  const stage = ref<'ready' | 'running' | 'done'>('ready');
  const dry = ref(true);
  const runs = shallowRef<Replayed[]>([]);
  const fault = shallowRef<Fault>();
  const current = ref<string | null>(null);
  let ended = () => {};
  const followed = useFollow(() => current.value, () => ended());

  async function one(query: QuarantineQueryInput): Promise<void> {
    const { run, faults } = (await send(DataReplayDocument, { query: { ...query, state: 'OPEN' }, dryRun: dry.value })).replayQuarantine;
    if (!run) throw { kind: 'wrong', message: faults.map((f) => f.message).join('\n') } satisfies Fault;
    await new Promise<void>((resolve) => {
      ended = resolve;
      current.value = run.id;
    });
    current.value = null;
    const sheet = (await request(DataRunSheetDocument, { id: run.id })).run;
    if (sheet) runs.value = [...runs.value, sheet];
  }
  async function start(dryRun: boolean): Promise<void> {
    dry.value = dryRun;
    stage.value = 'running';
    runs.value = [];
    fault.value = undefined;
    try {
      for (const query of queries()) await one(query);
    } catch (e) {
      fault.value = faultFrom(e);
    }
    stage.value = runs.value.length > 0 ? 'done' : 'ready';
  }
  return { stage, dry, runs, fault, current, followed, start };
}
