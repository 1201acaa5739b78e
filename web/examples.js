import { readFileSync, readdirSync } from 'node:fs';

const folder = new URL('./queries/', import.meta.url);

/**
 * The example queries of the start page, in the order of their file names. The
 * first line of a file is a comment: the title.
 */
export function examples() {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => {
      const query = readFileSync(new URL(name, folder), 'utf8').trim();
      return { title: query.split('\n')[0].replace(/^#\s*/, ''), query };
    });
}
