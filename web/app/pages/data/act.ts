import { ElMessage } from 'element-plus';
import 'element-plus/es/components/message/style/css';
import { ref, type Ref, shallowRef, type ShallowRef } from 'vue';
import { faultFrom } from '@/api/client';
import type { Fault } from '@/api/fault';

/** What a payload of a mutation says beside what it changed. */
interface Told {
  faults: { code: string; message: string }[];
}

/** One act of a person: whether it is on its way, and why it was refused. */
export interface Act {
  busy: Ref<boolean>;
  fault: ShallowRef<Fault | undefined>;
  /** Does it; true when it was done, which the words tell. */
  run: (does: () => Promise<Told>, words?: string) => Promise<boolean>;
}

const kinds: Record<string, Fault['kind']> = { forbidden: 'forbidden', not_found: 'missing' };

/** Sends mutations one at a time; a refusal that is data is shown as a fault with what to do, like any other. */
export function useAct(): Act {
  const busy = ref(false);
  const fault: ShallowRef<Fault | undefined> = shallowRef();
  async function run(does: () => Promise<Told>, words = ''): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    fault.value = undefined;
    try {
      const { faults } = await does();
      if (faults.length > 0) fault.value = { kind: kinds[faults[0]!.code] ?? 'wrong', message: faults.map((f) => f.message).join('\n') };
      else if (words) ElMessage({ message: words, type: 'success' });
    } catch (e) {
      fault.value = faultFrom(e);
    }
    busy.value = false;
    return fault.value === undefined;
  }
  return { busy, fault, run };
}
