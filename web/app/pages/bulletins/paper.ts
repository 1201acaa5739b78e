// The server's page of a bulletin, made ready for the frame that shows it.

const own = `
html { overflow: hidden; }
.mark { position: absolute; display: block; overflow: hidden; }
.mark span { position: absolute; left: 50%; transform: translate(-50%, -50%) rotate(-35deg); }
section[data-section] { position: relative; }
section.anlan-now { outline: 2px solid #1a5fb4; outline-offset: 6px; border-radius: 2px; }
.anlan-edit { position: absolute; top: 2px; right: -14mm; padding: 1px 8px; font: 13px/20px system-ui, sans-serif; color: #1a5fb4; background: #fff; border: 1px solid #8cafd9; border-radius: 4px; cursor: pointer; }
.anlan-edit:hover, .anlan-edit:focus-visible { color: #fff; background: #1a5fb4; }
@media screen and (max-width: 719px) { .anlan-edit { position: static; float: right; margin-left: 8px; } }
@media print { html { overflow: visible; } .anlan-edit { display: none; } section.anlan-now { outline: 0; } .mark { position: fixed; } .mark span + span { display: none; } }
`;

/** The page without what runs, without its rules for dark screens (paper is white), and with what the dashboard adds to it. */
export function prepare(text: string): string {
  const page = new DOMParser().parseFromString(text, 'text/html');
  page.querySelectorAll('script, meta[http-equiv], meta[name="color-scheme"], base, dialog a:not(.close)').forEach((part) => part.remove());
  for (const style of page.querySelectorAll('style')) style.textContent = light(style.textContent ?? '');
  const added = page.createElement('style');
  added.textContent = own;
  page.head.append(added);
  return `<!DOCTYPE html>\n${page.documentElement.outerHTML}`;
}

/** A stylesheet without its rules for dark screens. */
function light(text: string): string {
  const at = text.search(/@media[^{]*prefers-color-scheme: dark/);
  if (at < 0) return text;
  let depth = 0;
  for (let i = text.indexOf('{', at); i < text.length; i++) {
    if (text[i] === '{') depth++;
    if (text[i] === '}' && --depth === 0) return light(text.slice(0, at) + text.slice(i + 1));
  }
  return text;
}

const page = 1122; // pixels of an A4 page

/** Repeats the mark of a draft down the frame, once a page. */
export function dress(document: Document): void {
  const mark = document.querySelector('.mark');
  const first = mark?.querySelector('span');
  if (!mark || !first) return;
  const pages = Math.max(1, Math.round(document.documentElement.getBoundingClientRect().height / page));
  mark.replaceChildren(
    ...Array.from({ length: pages }, (_, i) => {
      const span = first.cloneNode(true) as HTMLElement;
      span.style.top = `${((i + 0.5) / pages) * 100}%`;
      return span;
    }),
  );
}

/** Puts a copy of the paper into a page that is about to be printed. */
export function printable(into: HTMLElement, source: string): void {
  const copy = new DOMParser().parseFromString(source, 'text/html');
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = [...copy.querySelectorAll('style')].map((one) => one.textContent ?? '').join('\n').replaceAll(':root', ':host').replace(/^body \{/gm, ':host {');
  root.append(style, ...copy.body.children);
  into.replaceChildren(host);
}
