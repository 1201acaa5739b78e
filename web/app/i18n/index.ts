import { createI18n } from 'vue-i18n';
import en from './en';
import zh from './zh';

export type Language = 'zh' | 'en';

const key = 'anlan.language';
const kept = localStorage.getItem(key);

/** Chinese first; English where it was chosen. */
export const i18n = createI18n({ legacy: false, locale: kept === 'en' ? 'en' : 'zh', fallbackLocale: 'zh', messages: { zh, en } });

export const language = (): Language => i18n.global.locale.value as Language;

export function speak(next: Language): void {
  i18n.global.locale.value = next;
  localStorage.setItem(key, next);
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
}

/** The text of a title of the contract in the language of the page. */
export const said = (text: { zh: string; en: string }): string => text[language()] || text.zh;
