import { onBeforeUnmount, ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue';
import { follow } from '@/api/follow';
import { faultFrom, request } from '@/api/client';
import { DataProgressDocument, type DataProgressSubscription, DataRunStateDocument, type RunState } from '@/api/generated';

export type Progress = DataProgressSubscription['runProgress'];

type Way = 'live' | 'asking' | 'away';

/** How a run that goes on is looked at. */
export interface Followed {
  progress: ShallowRef<Progress | undefined>;
  /** live: every change comes by itself; asking: the connection broke and the run is asked about every three seconds; away: the server does not answer, and is asked on. */
  by: Ref<Way>;
}

/**
 * Follows a run until it is over, and says so once. Where the stream cannot be had, as behind a proxy that buffers, or breaks off, the run is asked about
 * instead; a server that is away is asked until it is back, when its run is either going on or marked interrupted.
 */
export function useFollow(run: () => string | null, over: () => void): Followed {
  const progress: ShallowRef<Progress | undefined> = shallowRef();
  const by: Ref<Way> = ref('live');
  let stop = () => {};
  let timer = 0;

  function ask(id: string) {
    timer = window.setTimeout(async () => {
      try {
        const now = await stateOf(id);
        if (run() !== id) return;
        by.value = 'asking';
        if (now !== 'RUNNING') return over();
      } catch (e) {
        if (run() !== id) return;
        if (faultFrom(e).kind === 'unreachable' || faultFrom(e).kind === 'busy') by.value = 'away';
      }
      ask(id);
    }, 3000);
  }

  function begin(id: string) {
    let done = false;
    by.value = 'live';
    stop = follow(
      DataProgressDocument,
      { run: id },
      (answer) => {
        by.value = 'live';
        progress.value = answer.runProgress;
        done ||= answer.runProgress.phase === 'DONE';
      },
      () => {
        if (run() !== id) return;
        if (done) over();
        else ask(id); // it broke off, or this server does not run it
      },
    );
  }
  watch(run, (id) => {
    end();
    progress.value = undefined;
    if (id !== null) begin(id);
  }, { immediate: true });
  function end() {
    stop();
    stop = () => {};
    clearTimeout(timer);
  }
  onBeforeUnmount(end);
  return { progress, by };
}

/** The state of a run as the ledger has it; null when it has none of that id yet. */
async function stateOf(id: string): Promise<RunState | null> {
  const { run } = await request(DataRunStateDocument, { id });
  return run?.state ?? null;
}
