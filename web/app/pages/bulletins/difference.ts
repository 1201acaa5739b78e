/** A piece of two texts: in both, or in one of them. */
export interface Part {
  kind: 'same' | 'gone' | 'come';
  text: string;
}

const most = 4_000_000; // cells of the table: longer texts are set against each other whole

/** Cuts a text where words may differ: numbers and Latin words whole, other characters one by one. */
const cut = (text: string): string[] => text.match(/[\d.,%]+|[A-Za-z]+|\n|[^]/gu) ?? [];

/** What two texts tell differently, by their longest common parts. */
export function difference(before: string, after: string): Part[] {
  const [a, b] = [cut(before), cut(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const parts: Part[] = [];
  const add = (kind: Part['kind'], text: string) => {
    const last = parts.at(-1);
    if (text === '') return;
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  add('same', a.slice(0, start).join(''));
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (x.length * y.length > most) {
    add('gone', x.join(''));
    add('come', y.join(''));
  } else middle(x, y, add);
  add('same', end > 0 ? a.slice(-end).join('') : '');
  // Texts that have little in common are set one below the other: scraps of both read as neither.
  const same = parts.reduce((n, part) => n + (part.kind === 'same' ? part.text.length : 0), 0);
  if (same >= Math.max(before.length, after.length) * 0.4) return parts;
  return [{ kind: 'gone' as const, text: before }, { kind: 'same' as const, text: before && after ? '\n' : '' }, { kind: 'come' as const, text: after }].filter((part) => part.text !== '');
}

function middle(x: string[], y: string[], add: (kind: Part['kind'], text: string) => void): void {
  const width = y.length + 1;
  const common = new Uint32Array((x.length + 1) * width);
  for (let i = x.length - 1; i >= 0; i--)
    for (let j = y.length - 1; j >= 0; j--) common[i * width + j] = x[i] === y[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      add('same', x[i]!);
      i++;
      j++;
    } else if (j >= y.length || (i < x.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) add('gone', x[i++]!);
    else add('come', y[j++]!);
  }
}
