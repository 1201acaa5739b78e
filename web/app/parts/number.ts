import type { State } from '@/api/generated';

const whole = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 1, maximumFractionDigits: 2 });

/** A number as print has it: whole ones whole, others to two places, never rounded to a whole that it is not. */
export function number(value: number): string {
  return Number.isInteger(value) ? whole.format(value) : fine.format(value);
}

/** A figure counts as known when it is told, be it of a part only. */
export const known = (state: State | null | undefined): boolean => state === 'PRESENT' || state === 'PARTIAL' || state === 'INCOMPLETE';

/** A moment of the server, in Beijing as it stands in answers: 2026-05-01 08:30. */
export const moment = (text: string): string => text.slice(0, 16).replace('T', ' ');
