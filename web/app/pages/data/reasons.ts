/** A reason for a rejection in its parts; what it does not tell is empty. */
export interface Reason {
  /** The column as the file names it, or its title. */
  column: string;
  value: string;
  /** What would have been right: the words for it under data.expect, with what they name; or the text of the server. */
  expected: { key: string; named: string } | string;
  /** All of it, in the words of the server; where these are in both languages, the Chinese ones too. */
  text: string;
  chinese: string;
}

const labelled = /^[a-z_0-9]+ \((.+?)\)(?:, column "(.+?)")?: ?(?:“([\s\S]*?)” )?([\s\S]*)$/;

/** What the server says would have been right, which is said in the language of the page where it is one of these. */
const expectations: [RegExp, string][] = [
  [/^is required and is empty$/, 'required'],
  [/^is no date or time in the form (.*)$/, 'form'],
  [/^is no date;/, 'date'],
  [/^is no time;/, 'time'],
  [/^is neither yes nor no;/, 'yesNo'],
  [/^is no whole number that fits;/, 'whole'],
  [/^is no number that fits;/, 'number'],
  [/^is neither a code nor a name of a region/, 'region'],
  [/^is no code of a region;/, 'regionCode'],
  [/^is no unified social credit code/, 'creditCode'],
  [/^is the number of no enterprise/, 'enterprise'],
  [/^is no (?:sector|department|enterprise)[^;]*; expected (.*)$/, 'listed'],
  [/^(?:is not known; expected one of|holds a word that is not known; expected words among) ([\s\S]*)$/, 'oneOf'],
  [/^lies outside of the days that can be kept, (\S+ to \S+)$/, 'days'],
  [/^lies in the future \(after (\S+)\)$/, 'notAfter'],
  [/^is less than (\S+)$/, 'least'],
  [/^is more than (\S+)$/, 'most'],
  [/^stands again, with other values, in (row \d+ of .*); the last one counts$/, 'again'],
];
const shapes: [RegExp, string][] = [
  [/^the record has (\d+) fields, the header (\d+)/, 'fields'],
  [/^a quote is opened and never closed$/, 'quote'],
  [/^a quote inside field (\d+)/, 'stray'],
];

/** Takes a reason apart: level (隐患级别), column "隐患类别": “较大” is not known; expected one of … */
export function readReason(text: string): Reason {
  const chinese = text.match(/^[ -~]+ \((.*\p{Script=Han}.*)\)$/u)?.[1] ?? '';
  const m = text.match(labelled);
  const rest = m ? m[4]! : text;
  for (const [pattern, key] of m ? expectations : shapes) {
    const found = rest.match(pattern);
    if (found) return { column: m ? (m[2] ?? m[1]!) : '', value: m?.[3] ?? '', expected: { key, named: found.slice(1).join(' / ') }, text, chinese };
  }
  if (!m) return { column: '', value: '', expected: '', text, chinese };
  const at = rest.indexOf('; expected ');
  return { column: m[2] ?? m[1]!, value: m[3] ?? '', expected: at < 0 ? '' : rest.slice(at + '; expected '.length), text, chinese };
}

/** The columns of a row that is kept as JSON, in its order; null for the text of a row that could not be read. */
export function readRaw(raw: string): { column: string; value: string | null }[] | null {
  if (!raw.startsWith('{')) return null;
  try {
    const row = JSON.parse(raw) as Record<string, unknown>;
    return Object.entries(row).map(([column, value]) => ({ column, value: value === null ? null : typeof value === 'string' ? value : JSON.stringify(value) }));
  } catch {
    return null;
  }
}
