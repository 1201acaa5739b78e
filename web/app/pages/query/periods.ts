import type { Comparison } from '@/api/generated';
import { periodCode, periodSaid, readPeriod } from '@/parts/period';

/** Kinds of periods beside those of the picker that every page has. */
export type Kind = 'usual' | 'week' | 'tenDay' | 'span';

const two = (n: number) => String(n).padStart(2, '0');
const utc = (text: string) => new Date(`${text}T00:00:00Z`);
const plus = (date: Date, days: number) => new Date(date.getTime() + days * 86_400_000);
const dayOf = (date: Date) => date.toISOString().slice(0, 10);

export const kindOf = (code: string): Kind => (/^\d{4}-W\d\d$/.test(code) ? 'week' : /^\d{4}-\d\d-(上旬|中旬|下旬|T[123])$/.test(code) ? 'tenDay' : readPeriod(code) ? 'usual' : 'span');

/** The ISO week that a day lies in: 2026-W17. */
export function weekOf(day: string): string {
  const date = utc(day);
  const thursday = plus(date, 3 - ((date.getUTCDay() + 6) % 7));
  const year = thursday.getUTCFullYear();
  const first = new Date(Date.UTC(year, 0, 4));
  const monday = plus(first, -((first.getUTCDay() + 6) % 7));
  return `${year}-W${two(Math.floor((thursday.getTime() - monday.getTime()) / (7 * 86_400_000)) + 1)}`;
}

/** First and last day of any period of the contract; null for a code that is none. */
export function spanOf(code: string): [string, string] | null {
  const read = readPeriod(code);
  if (read) {
    const first = read.kind === 'month' ? read.month : read.kind === 'quarter' ? read.month - 2 : read.kind === 'half' ? read.month - 5 : 1;
    return [`${read.year}-${two(first)}-01`, dayOf(new Date(Date.UTC(read.year, read.month, 0)))];
  }
  let m: RegExpMatchArray | null;
  if ((m = code.match(/^(\d{4})-W(\d\d)$/))) {
    const first = new Date(Date.UTC(+m[1]!, 0, 4));
    const monday = plus(first, -((first.getUTCDay() + 6) % 7) + 7 * (+m[2]! - 1));
    return [dayOf(monday), dayOf(plus(monday, 6))];
  }
  if ((m = code.match(/^(\d{4})-(\d\d)-(上旬|中旬|下旬|T[123])$/))) {
    const third = thirdOf(m[3]!);
    const end = third < 3 ? `${m[1]}-${m[2]}-${third * 10}` : dayOf(new Date(Date.UTC(+m[1]!, +m[2]!, 0)));
    return [`${m[1]}-${m[2]}-${two(third * 10 - 9)}`, end];
  }
  if ((m = code.match(/^(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?$/))) return [m[1]!, m[2] ?? m[1]!];
  return null;
}

/** Whether a period is told by the data whole, in part, or not at all, as it begins after their last day. */
export function reachOf(code: string, until: string | null): 'whole' | 'part' | 'none' {
  const span = spanOf(code);
  if (!span || until === null || span[1] <= until) return 'whole';
  return span[0] > until ? 'none' : 'part';
}

export const thirds = ['上旬', '中旬', '下旬'] as const;
export const thirdOf = (word: string): number => (word.startsWith('T') ? Number(word[1]) : thirds.indexOf(word as (typeof thirds)[number]) + 1);

/** Any period in words; a week with its days. */
export function anyPeriodSaid(code: string, language: string): string {
  const zh = language === 'zh';
  const kind = kindOf(code);
  const span = kind === 'span' || kind === 'week' ? spanOf(code) : null;
  const days = span && (span[0] === span[1] ? span[0] : zh ? `${span[0]}至${span[1]}` : `${span[0]} to ${span[1]}`);
  if (kind === 'span') return days ?? code;
  return kind === 'week' ? `${periodSaid(code, language)}${zh ? `（${days}）` : ` (${days})`}` : periodSaid(code, language);
}

/** The period that one is compared with, as a code; null where only the server knows it: weeks, free spans, and before what begins with January. */
export function basePeriod(code: string, against: Comparison): string | null {
  const third = code.match(/^(\d{4})-(\d\d)-(上旬|中旬|下旬|T[123])$/);
  if (against !== 'PREVIOUS_PERIOD') {
    const years = against === 'PREVIOUS_YEAR' ? 1 : 2;
    return readPeriod(code) || third ? code.replaceAll(/^\d{4}/g, (year) => String(Number(year) - years)) : null;
  }
  if (third) {
    const [year, month, part] = [Number(third[1]), Number(third[2]), thirdOf(third[3]!)];
    if (part > 1) return `${third[1]}-${third[2]}-${thirds[part - 2]}`;
    return month === 1 ? `${year - 1}-12-下旬` : `${year}-${two(month - 1)}-下旬`;
  }
  const read = readPeriod(code);
  if (!read || read.kind === 'cumulative') return null;
  const before = { month: 1, quarter: 3, half: 6, year: 12 }[read.kind];
  return read.month > before ? periodCode(read.kind, read.year, read.month - before) : periodCode(read.kind, read.year - 1, read.month - before + 12);
}
