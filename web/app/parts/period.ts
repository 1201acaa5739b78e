/** Kinds of periods that leaders choose from. */
export const kinds = ['month', 'cumulative', 'quarter', 'half', 'year'] as const;
export type PeriodKind = (typeof kinds)[number];

const two = (n: number) => String(n).padStart(2, '0');

/** The code of the period of a kind that a month ends or lies in: 2026-05, 2026-01..05, 2026Q2, 2026H1, 2026. */
export function periodCode(kind: PeriodKind, year: number, month: number): string {
  switch (kind) {
    case 'month':
      return `${year}-${two(month)}`;
    case 'cumulative':
      return `${year}-01..${two(month)}`;
    case 'quarter':
      return `${year}Q${Math.ceil(month / 3)}`;
    case 'half':
      return `${year}H${month <= 6 ? 1 : 2}`;
    case 'year':
      return String(year);
  }
}

/** What a code of the address means; null for codes that the picker does not make, such as weeks, which it leaves as they are. */
export function readPeriod(code: string): { kind: PeriodKind; year: number; month: number } | null {
  let m: RegExpMatchArray | null;
  if ((m = code.match(/^(\d{4})-01\.\.(0[1-9]|1[0-2])$/))) return { kind: 'cumulative', year: +m[1]!, month: +m[2]! };
  if ((m = code.match(/^(\d{4})-(0[1-9]|1[0-2])$/))) return { kind: 'month', year: +m[1]!, month: +m[2]! };
  if ((m = code.match(/^(\d{4})Q([1-4])$/))) return { kind: 'quarter', year: +m[1]!, month: +m[2]! * 3 };
  if ((m = code.match(/^(\d{4})H([12])$/))) return { kind: 'half', year: +m[1]!, month: +m[2]! * 6 };
  if ((m = code.match(/^(\d{4})$/))) return { kind: 'year', year: +m[1]!, month: 12 };
  return null;
}

/** The last month that is over on a day (YYYY-MM-DD): what a leader opens in the morning is about it. */
export function lastMonth(day: string): string {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return month === 1 ? `${year - 1}-12` : `${year}-${two(month - 1)}`;
}

/** So many months up to the last one (YYYY-MM), as a period from day to day: what a trend is asked with. */
export function monthsUntil(last: string, months: number): string {
  const [year, month] = last.split('-').map(Number) as [number, number];
  const first = new Date(Date.UTC(year, month - months, 1));
  const end = new Date(Date.UTC(year, month, 0));
  return `${first.toISOString().slice(0, 10)}..${end.toISOString().slice(0, 10)}`;
}

/** The last month of a period (YYYY-MM): where a trend that belongs to it ends; null for codes that readPeriod does not know. */
export function endMonth(code: string): string | null {
  const read = readPeriod(code);
  return read && `${read.year}-${two(read.month)}`;
}

/** The first month of a period (YYYY-MM); null for codes that readPeriod does not know. */
export function firstMonth(code: string): string | null {
  const read = readPeriod(code);
  if (!read) return null;
  const months = { month: 1, cumulative: read.month, quarter: 3, half: 6, year: 12 }[read.kind];
  return `${read.year}-${two(read.month - months + 1)}`;
}

/** Whether the data had ended before the period began: what is told of it then was never reported, but follows from time passing. */
export const afterData = (period: string, until: string | null | undefined): boolean => until != null && (firstMonth(period) ?? '') > until.slice(0, 7);

/** The day up to which an answer knows what happened. */
export const knownUntil = (source: { asOf: string; dataUntil: string | null }): string => (source.dataUntil && source.dataUntil < source.asOf ? source.dataUntil : source.asOf);

const ordinals = ['一', '二', '三', '四'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A period in words: 2026年第三季度, 2026年第39周; other codes that readPeriod does not know as they are. */
export function periodSaid(code: string, language: string): string {
  const zh = language !== 'en';
  const week = code.match(/^(\d{4})-W(\d\d)$/);
  if (week) return zh ? `${week[1]}年第${+week[2]!}周` : `Week ${+week[2]!} of ${week[1]}`;
  const ten = code.match(/^(\d{4})-(\d\d)-([上中下])旬$/);
  if (ten) return zh ? `${ten[1]}年${+ten[2]!}月${ten[3]}旬` : `${{ 上: 'First', 中: 'Second', 下: 'Last' }[ten[3]!]} ten days of ${months[+ten[2]! - 1]} ${ten[1]}`;
  const days = code.match(/^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/);
  if (days) return zh ? `${days[1]}至${days[2]}` : `${days[1]} to ${days[2]}`;
  const read = readPeriod(code);
  if (!read) return code;
  const { kind, year, month } = read;
  switch (kind) {
    case 'month':
      return zh ? `${year}年${month}月` : `${months[month - 1]} ${year}`;
    case 'cumulative':
      return zh ? `${year}年1—${month}月` : `January to ${months[month - 1]} ${year}`;
    case 'quarter':
      return zh ? `${year}年第${ordinals[month / 3 - 1]}季度` : `Quarter ${month / 3} of ${year}`;
    case 'half':
      return zh ? `${year}年${month === 6 ? '上' : '下'}半年` : `${month === 6 ? 'First' : 'Second'} half of ${year}`;
    case 'year':
      return zh ? `${year}年` : String(year);
  }
}
