// Texts of bulletins as people edit them: a line a paragraph, "## " before headings, figures as [[id|12]], tables and charts as [[table:NAME]].

/** A piece of a line: words, or a figure with what is printed of it. */
export type Piece = { text: string } | { figure: string; printed: string };

/** A line of a text: words, of level 0 or a heading's, or a table or chart in its place. */
export type Line = { kind: 'words'; level: number; pieces: Piece[] } | { kind: 'table' | 'chart'; name: string };

const figure = /\[\[([^[\]|]+)\|([^[\]|]*)\]\]/g;
const insertion = /^\[\[(table|chart):([^[\]|]*)\]\]$/;
const heading = /^(#{2,4})[ \t　]+(.+)$/;

/** Cuts a text at its figures. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(figure)) {
    if (found.index > at) pieces.push({ text: text.slice(at, found.index) });
    pieces.push({ figure: found[1]!, printed: found[2]! });
    at = found.index + found[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** The lines of a text that hold something. */
export function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((raw): Line[] => {
    const line = raw.replace(/^[ \t\r　]+|[ \t\r　]+$/g, '');
    if (line === '') return [];
    const insert = line.match(insertion);
    if (insert) return [{ kind: insert[1] as 'table' | 'chart', name: insert[2]! }];
    const head = line.match(heading);
    return [{ kind: 'words', level: head?.[1]!.length ?? 0, pieces: piecesOf(head?.[2] ?? line) }];
  });
}

/** Tables and charts that a text has, as they stand in it. */
export const insertionsOf = (text: string): string[] => text.split('\n').map((l) => l.trim()).filter((l) => insertion.test(l));

/** The figures that a text prints. */
export const figuresOf = (text: string): string[] => [...new Set([...text.matchAll(figure)].map((found) => found[1]!))];

/** A figure as it stands in a text. */
export const mark = (id: string, printed: string): string => `[[${id}|${printed}]]`;

/** What a text says, without marks. */
export const plain = (text: string): string => text.replace(figure, '$2');
