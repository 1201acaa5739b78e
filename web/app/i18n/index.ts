import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn'; // calendars take the names of days and months from it
import { createI18n } from 'vue-i18n';
import en from './en';
import zh from './zh';

export type Language = 'zh' | 'en';

const key = 'anlan.language';
const kept = localStorage.getItem(key);

/** Chinese first; English where it was chosen. */
export const i18n = createI18n({ legacy: false, locale: kept === 'en' ? 'en' : 'zh', fallbackLocale: 'zh', messages: { zh, en } });

// Weeks of the field begin on Monday, in English too.
dayjs.Ls['en']!.weekStart = 1;

export const language = (): Language => i18n.global.locale.value as Language;

/** The words of each page, a bundle for each language. */
const words = import.meta.glob<Record<string, never>>('./pages/*.ts', { import: 'default' });
/** Pages that show parts of others, and whose they are. */
const also: Record<string, string[]> = { enterprise: ['map', 'overview'] };

const learned = new Set<string>();
const loaded = new Map<string, Promise<void>>();
let wanted = language();

function load(page: string, spoken: Language): Promise<void> {
  const file = `./pages/${page}.${spoken}.ts`;
  const before = loaded.get(file);
  if (before) return before;
  const now = (async () => {
    const told = await words[file]?.();
    if (told) i18n.global.mergeLocaleMessage(spoken, { [page]: told });
  })();
  loaded.set(file, now);
  now.catch(() => loaded.delete(file)); // the next visit tries again
  return now;
}

/** Loads the words of a page in the language that is spoken; whoever shows a page waits for it. */
export async function learn(page: string): Promise<void> {
  const pages = [page, ...(also[page] ?? [])];
  for (const name of pages) learned.add(name);
  await Promise.all(pages.flatMap((name) => [...new Set([language(), wanted])].map((spoken) => load(name, spoken))));
}

/** Speaks the language as soon as it has the words of the pages that were seen; it throws where they cannot be had, and nothing changes. */
export async function speak(next: Language): Promise<void> {
  const before = wanted;
  wanted = next;
  try {
    await Promise.all([...learned].map((page) => load(page, next)));
  } catch (e) {
    wanted = before;
    throw e;
  }
  if (wanted !== next) return; // another was chosen meanwhile
  i18n.global.locale.value = next;
  localStorage.setItem(key, next);
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
}

/** The text of a title of the contract in the language of the page. */
export const said = (text: { zh: string; en: string }): string => text[language()] || text.zh;
