import { onBeforeUnmount, ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue';
import { follow } from '@/api/follow';
import { faultFrom, request } from '@/api/client';
import { DataProgressDocument, type DataProgressSubscription, DataRunStateDocument, type RunState } from '@/api/generated';

export type Progress = DataProgressSubscription['runProgress'];

/** How long a stream may be silent before the ledger is asked, and how often it is asked then, in milliseconds. */
const silence = 3000;

type Way = 'live' | 'asking' | 'away';

/** How a run that goes on is looked at. */
export interface Followed {
  progress: ShallowRef<Progress | undefined>;
  /** live: every change comes by itself; asking: the connection broke and the run is asked about every three seconds; away: the server does not answer, and is asked on. */
  by: Ref<Way>;
}

/**
 * Follows a run until it is over, and says so once. Whenever the stream is silent for some seconds the ledger is asked too: a stream may hang without
 * breaking, behind a proxy or when a cable is pulled. A server that is away is asked until it is back, when its run is either going on or marked interrupted.
 */
export function useFollow(run: () => string | null, over: () => void): Followed {
  const progress: ShallowRef<Progress | undefined> = shallowRef();
  const by: Ref<Way> = ref('live');
  let stop = () => {};
  let timer = 0;
  let heard = 0; // when the stream last said something
  let streams = false;

  function listen(id: string) {
    let done = false;
    streams = true;
    heard = Date.now();
    stop = follow(
      DataProgressDocument,
      { run: id },
      (answer) => {
        heard = Date.now();
        by.value = 'live';
        progress.value = answer.runProgress;
        done ||= answer.runProgress.phase === 'DONE';
      },
      () => {
        streams = false; // it is over, it broke off, or this server does not run it
        if (run() === id && done) finish();
      },
    );
  }
  function look(id: string) {
    timer = window.setTimeout(async () => {
      if (!streams || Date.now() - heard > silence) {
        const away = by.value === 'away';
        try {
          const state = await stateOf(id);
          if (run() !== id) return;
          if (state !== 'RUNNING') return finish();
          by.value = streams ? 'live' : 'asking';
          if (away) {
            stop();
            listen(id);
          }
        } catch (e) {
          if (run() !== id) return;
          if (['unreachable', 'busy', 'foreign', 'broken'].includes(faultFrom(e).kind)) by.value = 'away';
        }
      }
      look(id);
    }, silence);
  }
  function finish() {
    end();
    over();
  }
  function end() {
    stop();
    stop = () => {};
    clearTimeout(timer);
  }
  watch(run, (id) => {
    end();
    progress.value = undefined;
    by.value = 'live';
    if (id === null) return;
    listen(id);
    look(id);
  }, { immediate: true });
  onBeforeUnmount(end);
  return { progress, by };
}

/** The state of a run as the ledger has it; null when it has none of that id yet. */
async function stateOf(id: string): Promise<RunState | null> {
  const { run } = await request(DataRunStateDocument, { id });
  return run?.state ?? null;
}
