import type { DataSet, Word } from './question';

/** Something wrong with a question, at the word of the address where it is. */
export interface PlaceFault {
  at: Word | '';
  message: string;
  /** Where in a condition: the line and the character, from 1. */
  line?: number;
  column?: number;
}

const places = 'columns|order|where|region|tree|on|sector|period|from|to|limit|version|format|compression|charset|bom';
const named = new RegExp(`(?:^|; )(${places}): `, 'g');

/** The faults of a message of the server; those that do not say where they are, are placed by what they speak of. */
export function faultsIn(message: string): PlaceFault[] {
  const marks = [...message.matchAll(named)];
  if (marks.length === 0 || marks[0]!.index > 0) return [placedFault('', message)];
  return marks.map((mark, i) => placedFault(mark[1] as Word, message.slice(mark.index + mark[0].length, marks[i + 1]?.index)));
}

function placedFault(at: Word | '', message: string): PlaceFault {
  const found = message.match(/^line (\d+), column (\d+): ([^]*)$/);
  if (found) return { at: 'where', message: found[3]!, line: Number(found[1]), column: Number(found[2]) };
  if (at !== '') return { at, message };
  if (/sensitive/.test(message)) return { at: 'columns', message };
  if (/^region code|visible regions|region/.test(message)) return { at: 'region', message };
  if (/^period /.test(message)) return { at: 'period', message };
  if (/^(the )?(data )?version/.test(message)) return { at: 'version', message };
  return { at, message };
}

/** A fault in the words of the page, where it is one of those that happen every day; null for others, which stand in the server's words. */
export function plainly(message: string, set: DataSet | undefined, t: (key: string, values?: Record<string, unknown>) => string): string | null {
  let m: RegExpMatchArray | null;
  if (/ends too early/.test(message)) return t('export.faults.early');
  if ((m = message.match(/has no column "([^"]*)"/))) {
    const wanted = m[1]!.toLowerCase();
    const near = set?.columns.filter((c) => c.name.includes(wanted) || wanted.includes(c.name) || c.title.zh.includes(wanted) || distance(c.name, wanted) <= (wanted.length > 3 ? 2 : 1)).map((c) => c.name);
    return t('export.faults.column', { name: m[1] }) + (near?.length ? t('export.faults.near', { names: near.slice(0, 3).join('、') }) : '');
  }
  if ((m = message.match(/^(.) is a full-width sign/))) return t('export.faults.full', { sign: m[1] });
  if ((m = message.match(/^(.) is no quote here/))) return t('export.faults.quote', { sign: m[1] });
  if (/text does not end|does not end/.test(message)) return t('export.faults.open');
  if ((m = message.match(/^(\S+) does not belong here/))) return t('export.faults.stray', { sign: m[1] });
  if (/sensitive/.test(message)) return t('export.faults.sensitive');
  if (/outside what this caller may see/.test(message)) return t('export.faults.outside');
  if (/^period "/.test(message)) return t('export.faults.period');
  if (/^region code|no region/.test(message)) return t('export.faults.region');
  if (/workbook holds at most (\d+)/.test(message)) return t('export.faults.workbook', { rows: Number(message.match(/at most (\d+)/)![1]).toLocaleString('zh-CN') });
  if (/export\.quota/.test(message)) return t('export.faults.quota');
  if (/exports that are not over/.test(message)) return t('export.faults.open_jobs');
  if (/disk has/.test(message)) return t('export.faults.disk');
  return null;
}

/** How many letters two names differ by, no more than three. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1]));
    row = next;
  }
  return row[b.length]!;
}
