import type { MetricQueryInput } from '@/api/generated';

const selection = `{
    rows
    columns { name title { zh en } unit kind metric texts numbers states total totalState }
    source { version asOf running period }
  }`;
const enums = new Set(['level', 'tree', 'grain', 'compare']);

/** A value as GraphQL writes it; enum is whether texts in it are words of an enum, which stand without quotes. */
function literal(value: unknown, isEnum: boolean): string {
  if (typeof value === 'string') return isEnum ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, isEnum)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${Object.entries(value).map(([key, one]) => `${key}: ${literal(one, enums.has(key))}`).join(', ')} }`;
  return String(value);
}

/** A question as an operation of its own, its values written into it. */
export function inlined(input: MetricQueryInput, title: string): string {
  const fields = Object.entries(input).map(([key, value]) => `    ${key}: ${literal(value, enums.has(key))}`);
  return `# ${title}\nquery Metrics {\n  metrics(query: {\n${fields.join('\n')}\n  }) ${selection}\n}`;
}

/** The operation whose values stand beside it, as variables. */
export const beside = (title: string): string => `# ${title}\nquery Metrics($query: MetricQueryInput!) {\n  metrics(query: $query) ${selection}\n}`;

/** The values beside the operation. */
export const variables = (input: MetricQueryInput): string => JSON.stringify({ query: input }, null, 2);

/** The question for a shell. The token, where one is asked for, comes from the environment: it is in no text that is passed on. */
export function curl(input: MetricQueryInput, endpoint: string, withToken: boolean): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const query = beside('').split('\n').slice(1).map((line) => line.trim()).join(' ');
  return [
    `curl -sS ${quoted(endpoint)}`,
    `-H 'Content-Type: application/json'`,
    ...(withToken ? ['-H "Authorization: Bearer $ANLAN_TOKEN"'] : []),
    `--data ${quoted(JSON.stringify({ query, variables: { query: input } }))}`,
  ].join(' \\\n  ');
}

/** The query editor with the question in it. */
export function editorAddress(input: MetricQueryInput, title: string): string {
  return `graphiql/?${new URLSearchParams({ query: beside(title), variables: variables(input) })}`;
}
