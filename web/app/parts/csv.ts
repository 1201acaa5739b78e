/** Gives the browser a table as a CSV file: UTF-8 with a byte order mark, so that office programs read Chinese; texts that look like formulas stay texts, in full-width signs too, which office programs of East Asia take for the others. */
export function downloadCsv(name: string, rows: (string | number | null | undefined)[][]): void {
  const cell = (value: string | number | null | undefined) => {
    if (value == null) return '';
    if (typeof value === 'number') return String(value);
    const text = /^[\t\r\n]|^\s*[=+@＝＋－＠]|^\s*-(?![\d.]+$)/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const text = `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
