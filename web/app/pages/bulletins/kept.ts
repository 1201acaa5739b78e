// Half-written texts stay in this browser until they are saved or thrown away: a torn connection, a closed window or a conflict loses nobody's words.

/** A text that was not saved yet. */
export interface Kept {
  text: string;
  /** The text in force when writing began: what it replaces. */
  base: string;
  /** How many acts were seen when writing began. */
  seen: number;
  /** When it was written, Beijing. */
  at: string;
}

const prefix = 'anlan.bulletin.';

/** The name of what is kept: of one writer, bulletin, section and language. */
export const keptName = (who: string, id: string, section: string, language: string): string => `${prefix}${who}/${id}/${section}/${language}`;

/** What is kept under a name; nothing where it is not there or not readable. */
export function readKept(name: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null;
    return typeof kept?.text === 'string' && typeof kept.base === 'string' ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps a text; false where the browser has no room or forbids it. */
export function keep(name: string, kept: Kept): boolean {
  try {
    localStorage.setItem(name, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export const drop = (name: string): void => localStorage.removeItem(name);

/** The sections and languages of a bulletin that texts of a writer are kept of: "requirements/ZH". */
export const keptOf = (who: string, id: string): string[] => Object.keys(localStorage).filter((name) => name.startsWith(`${prefix}${who}/${id}/`)).map((name) => name.slice(prefix.length + who.length + id.length + 2));
