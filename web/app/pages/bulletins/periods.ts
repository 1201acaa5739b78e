import type { Grain } from '@/api/generated';

const two = (n: number) => String(n).padStart(2, '0');
const tens = ['上旬', '中旬', '下旬'];

/** How many periods of a grain one chooses from. */
const many: Partial<Record<Grain, number>> = { WEEK: 26, TEN_DAY: 18, MONTH: 24, QUARTER: 8, HALF_YEAR: 6, YEAR: 5 };

/** The latest periods of a grain that began by a day (YYYY-MM-DD), newest first. */
export function periodsUntil(grain: Grain, day: string): string[] {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const count = many[grain] ?? 0;
  return Array.from({ length: count }, (_, i) => {
    switch (grain) {
      case 'WEEK':
        return week(new Date(Date.UTC(year, month - 1, date - 7 * i)));
      case 'TEN_DAY': {
        const at = (year * 12 + month - 1) * 3 + Math.min(2, Math.floor((date - 1) / 10)) - i;
        const of = Math.floor(at / 3);
        return `${Math.floor(of / 12)}-${two((of % 12) + 1)}-${tens[at % 3]}`;
      }
      case 'MONTH': {
        const at = year * 12 + month - 1 - i;
        return `${Math.floor(at / 12)}-${two((at % 12) + 1)}`;
      }
      case 'QUARTER': {
        const at = year * 4 + Math.floor((month - 1) / 3) - i;
        return `${Math.floor(at / 4)}Q${(at % 4) + 1}`;
      }
      case 'HALF_YEAR': {
        const at = year * 2 + (month > 6 ? 1 : 0) - i;
        return `${Math.floor(at / 2)}H${(at % 2) + 1}`;
      }
      default:
        return String(year - i);
    }
  });
}

/** The week of a day by ISO 8601: the year is that of its Thursday. */
function week(day: Date): string {
  const thursday = new Date(day);
  thursday.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()}-W${two(Math.ceil(((thursday.getTime() - first) / 86_400_000 + 1) / 7))}`;
}

/** The grain of a period's code. */
export function grainOf(code: string): Grain | null {
  if (/^\d{4}-W\d\d$/.test(code)) return 'WEEK';
  if (/^\d{4}-\d\d-[上中下]旬$/.test(code)) return 'TEN_DAY';
  if (/^\d{4}-\d\d$/.test(code)) return 'MONTH';
  if (/^\d{4}Q[1-4]$/.test(code)) return 'QUARTER';
  if (/^\d{4}H[12]$/.test(code)) return 'HALF_YEAR';
  return /^\d{4}$/.test(code) ? 'YEAR' : null;
}

/** Today in Beijing. */
export const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

/** A day so many days later. */
export function daysAfter(day: string, days: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
}
