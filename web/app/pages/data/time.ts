import { ref } from 'vue';
import { address } from '@/api/client';
import { language } from '@/i18n';

const units = [['天', 'd', 86400], ['小时', 'h', 3600], ['分', 'min', 60]] as const;

/** A span of seconds in its two largest units: 2 小时 5 分; below a minute in seconds, below ten to one place. */
export function span(seconds: number): string {
  const zh = language() === 'zh';
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} ${zh ? '秒' : 's'}`;
  const at = units.findIndex(([, , size]) => seconds >= size);
  const parts: string[] = [];
  let left = Math.floor(seconds / 60) * 60;
  for (const [chinese, english, size] of units.slice(at, at + 2)) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n > 0) parts.push(`${n} ${zh ? chinese : english}`);
  }
  return parts.join(' ');
}

/** By how many milliseconds the server's clock is before this computer's, which may be wrong. */
const ahead = ref(0);
let asked = false;

/** Reads the server's clock once; below two minutes apart both are as good. */
export async function readClock(): Promise<void> {
  if (asked) return;
  asked = true;
  const sent = Date.now();
  const said = await fetch(address(''), { method: 'HEAD', cache: 'no-store' }).then((answer) => Date.parse(answer.headers.get('Date') ?? '')).catch(() => NaN);
  if (Number.isFinite(said) && Math.abs(said - sent) > 120_000) ahead.value = said - sent;
}

/** How many seconds lie between a moment and the server's now; negative for one to come. */
export const since = (moment: string): number => (Date.now() + ahead.value - Date.parse(moment)) / 1000;

/** A size in the unit that fits. */
export function size(bytes: number): string {
  const at = bytes >= 1e9 ? 3 : bytes >= 1e6 ? 2 : bytes >= 1e3 ? 1 : 0;
  return `${at === 0 ? bytes : (bytes / 1000 ** at).toFixed(1)} ${['B', 'kB', 'MB', 'GB'][at]}`;
}

/** A Go duration of the contract in words: 2h0m0s → 2 小时. */
export function interval(text: string): string {
  const m = text.match(/^(?:(\d+)h)?(?:(\d+)m)?(?:([\d.]+)s)?$/);
  return m ? span((+(m[1] ?? 0) * 60 + +(m[2] ?? 0)) * 60 + +(m[3] ?? 0)) : text;
}
