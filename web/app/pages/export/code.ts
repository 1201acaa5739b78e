import { readPeriod } from '@/parts/period';
import { type DataColumn, type DataSet, fileName, formatOf, names, parametersOf, pathOf, type Question } from './question';

/** One recipe: what to copy. */
export interface Recipe {
  name: string;
  language: string;
  text: string;
}

const shell = (text: string): string => (/^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
const python = (text: string): string => JSON.stringify(text);
const power = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** The days of a period that the pages know; null for others, such as weeks. */
function days(code: string): [string, string] | null {
  const read = readPeriod(code);
  if (!read) return null;
  const months = { month: 1, cumulative: read.month, quarter: 3, half: 6, year: 12 }[read.kind];
  const end = new Date(Date.UTC(read.year, read.month, 0));
  const first = new Date(Date.UTC(read.year, read.month - months, 1));
  return [first.toISOString().slice(0, 10), end.toISOString().slice(0, 10)];
}

/** A question as SQL of Flight SQL; null when it cannot be said: the statutory tree, an older version, a period whose days the page does not know. */
export function sqlOf(q: Question, set: DataSet, columns: DataColumn[]): string | null {
  if (q.tree === 'statutory' || q.version !== '') return null;
  const where: string[] = [];
  if (q.region !== '') where.push(`within(region, ${text(q.region)})`);
  if (q.sector !== '') where.push(`within(sector, ${text(q.sector)})`);
  const span = q.period === '' ? [q.from, q.to] : days(q.period);
  if (!span) return null;
  if (span[0]) where.push(`${set.date} >= ${text(span[0])}`);
  if (span[1]) where.push(`${set.date} <= ${text(span[1])}`);
  if (q.where !== '') where.push(where.length > 0 ? `(${q.where.replaceAll('\n', ' ')})` : q.where.replaceAll('\n', ' '));
  const order = (q.order === 'key' ? [...set.key] : names(q.order)).map((name) => (name.startsWith('-') ? `${quoted(name.slice(1))} DESC` : quoted(name)));
  const lines = [`SELECT ${q.columns === '' ? '*' : columns.map((c) => quoted(c.name)).join(', ')}`, `FROM ${set.name}`];
  if (where.length > 0) lines.push(`WHERE ${where.join(' AND ')}`);
  if (order.length > 0) lines.push(`ORDER BY ${order.join(', ')}`);
  if (q.limit !== '') lines.push(`LIMIT ${q.limit}`);
  return lines.join('\n');
}

/** What there is to copy for a question, for a server at an address; flight is that of Flight SQL, null where it is not answered. The token is never among it; where the server asks for none (open), neither is its place. */
export function recipesOf(q: Question, set: DataSet, columns: DataColumn[], server: string, flight: string | null, open: boolean): Recipe[] {
  const file = fileName(q, undefined);
  const url = (changes: Partial<Question>) => server + pathOf({ ...q, compression: '', charset: '', bom: '', ...changes });
  const arrow = url({ format: 'arrow' });
  const sql = sqlOf(q, set, columns);
  const parameters = parametersOf(q);
  const bearer = open ? '' : ' -H "Authorization: Bearer $ANLAN_TOKEN"';
  const curl = `curl --fail -G ${shell(`${server}export/${set.name}`)} -o ${shell(file)} -D headers${open ? '' : ` \\\n ${bearer}`}${parameters.map(([name, value]) => ` \\\n  --data-urlencode ${shell(`${name}=${value}`)}`).join('')}
id=$(sed -n 's/^x-anlan-export: *\\([^[:space:]]*\\).*/\\1/Ip' headers)
curl --fail -o ${shell(`${file}.manifest.json`)}${bearer} "${server}export/manifests/$id"
anlan verify ${shell(file)} ${shell(`${file}.manifest.json`)}`;
  const flags = parameters.map(([name, value]) => (name === 'bom' ? '--bom' : value.startsWith('-') ? shell(`--${name}=${value}`) : `--${name} ${shell(value)}`));
  const command = `${open ? '' : 'export ANLAN_TOKEN=…\n'}anlan export ${set.name} --server ${shell(server.replace(/\/$/, ''))} ${flags.join(' ')} \\\n  -o ${shell(file)} --manifest ${shell(`${file}.manifest.json`)}`;
  const request = open ? `import urllib.request\n\nrequest = ${python(arrow)}\n` : `import os, urllib.request\n\nrequest = urllib.request.Request(\n    ${python(arrow)},\n    headers={"Authorization": "Bearer " + os.environ["ANLAN_TOKEN"]})\n`;
  const table = `${request}with urllib.request.urlopen(request) as answer, pa.ipc.open_stream(answer) as stream:\n    rows = stream.read_all()\n`;
  const recipes: Recipe[] = [
    { name: 'curl', language: 'sh', text: curl },
    { name: 'anlan', language: 'sh', text: command },
    { name: 'pandas', language: 'python', text: `import pandas as pd, pyarrow as pa\n${table}frame = rows.to_pandas(types_mapper=pd.ArrowDtype)` },
    { name: 'polars', language: 'python', text: `import polars as pl\n${request}with urllib.request.urlopen(request) as answer:\n    frame = pl.read_ipc_stream(answer.read())` },
    { name: 'DuckDB', language: 'python', text: `import duckdb, pyarrow as pa\n${table}duckdb.sql("SELECT count(*) FROM rows").show()` },
    { name: 'R', language: 'r', text: `library(arrow)\nanswer <- httr2::request(${python(arrow)})${open ? '' : ' |>\n  httr2::req_auth_bearer_token(Sys.getenv("ANLAN_TOKEN"))'} |> httr2::req_perform()\nframe <- read_ipc_stream(httr2::resp_body_raw(answer))` },
  ];
  if (sql !== null && flight !== null) {
    recipes.push({ name: 'Flight SQL', language: 'python', text: `${open ? 'import adbc_driver_flightsql.dbapi as flightsql\n\n' : 'import os\nimport adbc_driver_flightsql.dbapi as flightsql\nfrom adbc_driver_flightsql import DatabaseOptions\n\noptions = {DatabaseOptions.AUTHORIZATION_HEADER.value: "Bearer " + os.environ["ANLAN_TOKEN"]}\n'}with flightsql.connect(${python(flight)}${open ? '' : ', db_kwargs=options'}, autocommit=True) as connection, connection.cursor() as cursor:\n    cursor.execute(r"""\n${sql}\n""")\n    table = cursor.fetch_arrow_table()` });
  }
  const asked = parametersOf({ ...q, format: 'parquet', compression: 'snappy', charset: '', bom: '' }).map(([name, value]) => `${/^\w+$/.test(name) ? name : `#${power(name)}`} = ${power(value)}`);
  recipes.push({ name: 'Power BI', language: 'powerquery', text: `let\n  Answer = Web.Contents(${power(server.replace(/\/$/, ''))}, [RelativePath = ${power(`export/${set.name}`)},\n    Query = [${asked.join(', ')}],\n    ${open ? '' : 'Headers = [Authorization = "Bearer TOKEN"], '}Timeout = #duration(0, 0, 30, 0)]),\n  Rows = Parquet.Document(Binary.Buffer(Answer))\nin\n  Rows` });
  const input = [`dataSet: ${python(set.name)}`, `format: ${formatOf(q.format).type}`];
  if (q.compression !== '') input.push(`compression: ${q.compression.toUpperCase()}`);
  if (q.charset === 'gb18030') input.push('charset: GB18030');
  if (q.bom !== '') input.push('bom: true');
  if (q.columns !== '') input.push(`columns: [${columns.map((c) => python(c.name)).join(', ')}]`);
  if (q.tree === 'statutory') input.push('tree: STATUTORY');
  for (const name of ['region', 'sector', 'period', 'from', 'to', 'where'] as const) if (q[name] !== '') input.push(`${name}: ${python(q[name])}`);
  if (q.order !== '') input.push(`order: [${names(q.order).map(python).join(', ')}]`);
  for (const name of ['limit', 'version'] as const) if (q[name] !== '') input.push(`${name}: ${q[name]}`);
  const mutation = JSON.stringify({ query: `mutation { createExport(input: {${input.join(', ')}}) { export { id state } faults { message } } }` });
  recipes.push({ name: 'GraphQL', language: 'sh', text: `ask() { curl -s ${shell(`${server}graphql`)}${bearer} -H 'Content-Type: application/json' -d "$1"; }\nask ${shell(mutation)}\nask '{"query": "{ export(id: \\"ID\\") { state reason partsDone partsTotal parts { address } manifest } }"}'\ncurl --fail -C - -O${bearer} "${server.replace(/\/$/, '')}$ADDRESS"` });
  return recipes;
}
