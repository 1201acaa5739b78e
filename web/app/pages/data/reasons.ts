/** The column that a reason is about, as the file names it, or its title: level (隐患级别), column "隐患类别": …; empty where it is about the whole row. */
export function columnOf(reason: string): string {
  const m = reason.match(/^[a-z_0-9]+ \((.+?)\)(?:, column "(.+?)")?:? /);
  return m ? (m[2] ?? m[1]!) : '';
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
