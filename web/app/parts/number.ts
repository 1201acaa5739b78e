import type { State } from '@/api/generated';
import { language } from '@/i18n';

const whole = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 1, maximumFractionDigits: 2 });
const one = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 4 });

/** A number as print has it: whole ones whole, others to two places, never rounded to a whole that it is not. */
export function number(value: number): string {
  return Number.isInteger(value) ? whole.format(value) : fine.format(value);
}

/** A number as a page shows it with its unit, and the exact one where that is shortened. */
export interface Printed {
  text: string;
  unit: string;
  exact: string | null;
}

/** Percent and percentage points to one place, but never as none or all when they are not; yuan as 万元 or 亿元 (thousands or millions) from ten thousand on; anything else as number does. */
export function printed(value: number, unit: string | null | undefined): Printed {
  const size = Math.abs(value);
  if (unit === '元' && size >= 1e4) {
    const large = language() === 'en' ? ([1e6, 'million yuan'] as const) : ([1e8, '亿元'] as const);
    const [by, name] = size >= large[0] ? large : language() === 'en' ? [1e3, 'thousand yuan'] : [1e4, '万元'];
    return { text: fine.format(value / by), unit: name, exact: `${exact.format(value)} ${unitSaid('元')}` };
  }
  if (unit === '%' || unit === '百分点') {
    const rounded = one.format(value);
    // 99.96% is not all, and 0.04% is not nothing.
    const text = (rounded === '100.0' || rounded === '0.0') && Number(rounded) !== value ? exact.format(value) : rounded;
    return { text, unit: unitSaid(unit), exact: Number.isInteger(value * 10) ? null : `${exact.format(value)} ${unitSaid(unit)}` };
  }
  const text = number(value);
  return { text, unit: unitSaid(unit ?? ''), exact: Number.isInteger(value * 100) ? null : exact.format(value) };
}

const english: Record<string, string> = {
  元: 'yuan', 百分点: 'pp', 起: '', 项: '', 次: '', 件: '', 家: '', 人次: '', 人: '', 个: '', 条: '', 分: 'marks', 学时: 'hours', 日: 'days', 天: 'days',
};

/** A unit of the contract, which is Chinese, in the language of the page; counting words have none in English. */
export const unitSaid = (unit: string): string => (language() === 'en' ? (english[unit] ?? unit) : unit);

const two = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false });
const least = new Intl.NumberFormat('zh-CN', { maximumSignificantDigits: 1, useGrouping: false });

/**
 * Marks as they are printed everywhere, to two places: 98.40, −3.37. What would read as zero and is not is told to its first digit: 0.004.
 * Nothing for null: it is not zero.
 */
export function marks(value: string | number | null | undefined): string {
  if (value == null || value === '') return '';
  const size = String(value).replace(/^-/, '') as `${number}`;
  const text = two.format(size);
  return (Number(value) < 0 ? '−' : '') + (Number(size) > 0 && Number(text) === 0 ? least.format(size) : text);
}

/** Marks with their sign: +1.05, −3.37. */
export const signedMarks = (value: string | number): string => (Number(value) > 0 ? '+' : '') + marks(value);

/** Marks with all their places where two tell less than there is; what is pointed at says so. */
export const exactMarks = (value: string | number | null | undefined): string | undefined => (value != null && (String(value).split('.')[1]?.length ?? 0) > 2 ? String(value).replace('-', '−') : undefined);

/** Whether parts, as they are printed, do not add up to their sum as it is printed. */
export function roundedApart(parts: (string | number)[], total: string | number): boolean {
  const cents = (value: string | number) => Math.round(Number(two.format(String(value) as `${number}`)) * 100);
  return parts.reduce((all: number, part) => all + cents(part), 0) !== cents(total);
}

/** A figure counts as known when it is told, be it of a part only. */
export const known = (state: State | null | undefined): boolean => state === 'PRESENT' || state === 'PARTIAL' || state === 'INCOMPLETE';

/** A moment of the server, in Beijing as it stands in answers: 2026-05-01 08:30. */
export const moment = (text: string): string => text.slice(0, 16).replace('T', ' ');
