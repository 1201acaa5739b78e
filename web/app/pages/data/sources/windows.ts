import type { BackfillStep } from '@/api/generated';

const day = 86_400_000;

/** How many windows a span of days is cut into: calendar months, weeks from Monday to Sunday, or days; the first and last as short as they must be. */
export function windowsOf(from: string, to: string, step: BackfillStep): number {
  const [a, b] = [Date.parse(from), Date.parse(to)];
  if (!(a <= b)) return 0;
  switch (step) {
    case 'DAY':
      return Math.round((b - a) / day) + 1;
    case 'WEEK':
      return Math.floor((b / day + 3) / 7) - Math.floor((a / day + 3) / 7) + 1; // 1970-01-01 was a Thursday
    case 'MONTH': {
      const [x, y] = [new Date(a), new Date(b)];
      return (y.getUTCFullYear() - x.getUTCFullYear()) * 12 + y.getUTCMonth() - x.getUTCMonth() + 1;
    }
  }
}
