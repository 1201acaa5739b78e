import { language } from '@/i18n';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** A type of ClickHouse in words; what the source may leave open says so. */
export function typeSaid(type: string, t: Say): string {
  const inner = type.replace(/^Nullable\((.*)\)$/, '$1');
  const open = inner === type ? '' : t('export.types.open');
  const decimal = inner.match(/^Decimal\(\d+, (\d+)\)$/);
  if (decimal) return t('export.types.decimal', { places: decimal[1] }) + open;
  const kind = inner.startsWith('Array') ? 'list' : inner.startsWith('DateTime') ? 'moment' : inner.startsWith('Date') ? 'date' : inner === 'Bool' ? 'bool' : /^U?Int/.test(inner) ? 'integer' : inner.startsWith('Float') ? 'float' : 'text';
  return t(`export.types.${kind}`) + open;
}

/** Where values come from, in words. */
export function sourceSaid(source: string, t: Say): string {
  const word = source.match(/^vocabulary (\S+)$/);
  if (word) return t('export.columns.vocabulary', { name: word[1] });
  const sets = source.match(/^data sets? ([\w ]+)$/);
  if (sets) return t('export.columns.dataSet', { name: sets[1]!.replaceAll(' and ', language() === 'zh' ? '、' : ' and ') });
  return source;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size as file managers show it. */
export function bytesSaid(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** A stretch of time, to the unit that matters. */
export function timeSaid(seconds: number, t: Say): string {
  if (seconds < 1.5) return t('export.time.second');
  if (seconds < 90) return t('export.time.seconds', { n: Math.round(seconds) });
  if (seconds < 5400) return t('export.time.minutes', { n: Math.round(seconds / 60) });
  return t('export.time.hours', { n: (seconds / 3600).toFixed(1) });
}

/** How long something stays, in days from two days on. */
export const staySaid = (hours: number, t: Say): string => (hours >= 48 ? t('export.jobs.day', { n: Math.floor(hours / 24) }) : t('export.jobs.hour', { n: Math.max(0, Math.ceil(hours)) }));
