import { ref } from 'vue';

const key = 'anlan.dark';
const kept = localStorage.getItem(key);

/** Whether the pages are dark: as chosen here, else as the system is. */
export const dark = ref(kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === '1');

const paint = () => document.documentElement.classList.toggle('dark', dark.value);
paint();

export function toggleDark(): void {
  dark.value = !dark.value;
  localStorage.setItem(key, dark.value ? '1' : '0');
  paint();
}
