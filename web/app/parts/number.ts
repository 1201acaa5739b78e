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

/** Percent and percentage points to one place; yuan as 万元 or 亿元 (thousands or millions) from ten thousand on; anything else as number does. */
export function printed(value: number, unit: string | null | undefined): Printed {
  const size = Math.abs(value);
  if (unit === '元' && size >= 1e4) {
    const large = language() === 'en' ? ([1e6, 'million yuan'] as const) : ([1e8, '亿元'] as const);
    const [by, name] = size >= large[0] ? large : language() === 'en' ? [1e3, 'thousand yuan'] : [1e4, '万元'];
    return { text: fine.format(value / by), unit: name, exact: `${exact.format(value)} ${unitSaid('元')}` };
  }
  if (unit === '%' || unit === '百分点') {
    const text = one.format(value);
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

/** A figure counts as known when it is told, be it of a part only. */
export const known = (state: State | null | undefined): boolean => state === 'PRESENT' || state === 'PARTIAL' || state === 'INCOMPLETE';

/** A moment of the server, in Beijing as it stands in answers: 2026-05-01 08:30. */
export const moment = (text: string): string => text.slice(0, 16).replace('T', ' ');
