import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';
import { request } from '@/api/client';
import { NewestVersionDocument } from '@/api/generated';

const every = 60_000;

/** The number of the newest data version, asked once a minute while the page is looked at; 0 until the first answer. A server that does not answer is asked again. */
export function useNewestVersion(): Ref<number> {
  const newest = ref(0);
  let timer = 0;
  async function ask() {
    if (document.hidden) return;
    const answer = await request(NewestVersionDocument, {}).catch(() => undefined);
    if (answer?.version) newest.value = answer.version.number;
  }
  const look = () => !document.hidden && void ask();
  onMounted(() => {
    timer = window.setInterval(() => void ask(), every);
    document.addEventListener('visibilitychange', look);
  });
  onBeforeUnmount(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  });
  return newest;
}
