/** A reason for a rejection in its parts; what it does not tell is empty. */
export interface Reason {
  /** The column as the file names it, or its title. */
  column: string;
  value: string;
  expected: string;
  /** All of it, in the words of the server. */
  text: string;
}

const labelled = /^[a-z_0-9]+ \((.+?)\)(?:, column "(.+?)")?: ?(?:“([\s\S]*?)” )?([\s\S]*)$/;

/** Takes a reason apart: level (隐患级别), column "隐患类别": “较大” is not known; expected one of … */
export function readReason(text: string): Reason {
  const m = text.match(labelled);
  if (!m) return { column: '', value: '', expected: '', text };
  const rest = m[4]!;
  const at = rest.indexOf('; expected ');
  return { column: m[2] ?? m[1]!, value: m[3] ?? '', expected: at < 0 ? '' : rest.slice(at + '; expected '.length), text };
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
