// The few things of the file system that the build needs, for Node 20 on.
import * as fs from 'node:fs';

export const readFileSync = (url) => fs.readFileSync(url, 'utf8');
export const writeFileSync = (url, text) => fs.writeFileSync(url, text);

/** The files below a folder that a pattern like app/**\/*.graphql names, in order. */
export function globSync(pattern, base) {
  const [folder, end] = pattern.split('/**/*');
  return fs
    .readdirSync(new URL(folder, base), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(end))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(new URL('./', base).pathname.length))
    .sort();
}
