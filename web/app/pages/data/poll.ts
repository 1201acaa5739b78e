import { onBeforeUnmount, onMounted } from 'vue';

/** Looks again every so many milliseconds while the page is looked at and the condition holds, one look at a time; and at once when the reader comes back to it. */
export function usePoll(look: () => Promise<void>, every: () => number | null): void {
  let timer = 0;
  let gone = false;
  async function turn() {
    clearTimeout(timer);
    if (every() !== null && !document.hidden) await look();
    if (!gone) timer = window.setTimeout(() => void turn(), every() ?? 5000);
  }
  const back = () => !document.hidden && void turn();
  onMounted(() => {
    timer = window.setTimeout(() => void turn(), every() ?? 5000);
    document.addEventListener('visibilitychange', back);
  });
  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', back);
  });
}
