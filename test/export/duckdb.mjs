// Parquet, CSV and JSON lines by DuckDB.
import { DuckDBInstance } from '@duckdb/node-api'
import { figures, fromText, plain } from './canonical.mjs'

const instance = await DuckDBInstance.create(':memory:', { threads: '2', autoinstall_known_extensions: 'false' })
const connection = await instance.connect()
await connection.run("SET TimeZone = 'Asia/Shanghai'")

const ask = async (sql, file) => (await connection.runAndReadAll(sql, { file })).getColumnsJS()

// readDuckParquet lets DuckDB say the types, and make the canonical texts.
export async function readDuckParquet(file, columns) {
  const [names, types, null_] = await ask('DESCRIBE SELECT * FROM read_parquet($file)', file)
  const values = await ask(`SELECT count(*) OVER (), ${columns.map(c => canonical(quoted(c.name), plain(c.type))).join(', ')} FROM read_parquet($file)`, file)
  return told(columns, values.slice(1), value => value, names, types)
}

// readDuckText reads every column as text.
export async function readDuckText(file, columns, format) {
  const from = {
    csv: `read_csv($file, all_varchar = true, max_line_size = 10000000)`,
    jsonl: `read_json($file, format = 'newline_delimited', columns = {${columns.map(c => `${quoted(c.name)}: 'VARCHAR'`).join(', ')}})`,
  }[format]
  const [names, types] = await ask(`DESCRIBE SELECT * FROM ${from}`, file)
  return told(columns, await ask(`SELECT * FROM ${from}`, file), (value, type) => fromText(type)(value), names, types)
}

function told(columns, values, text, names, types) {
  const out = figures(columns, values[0]?.length ?? 0, place => row => {
    const value = values[place][row]
    return value === null ? null : text(value, columns[place].type)
  })
  out.columns.forEach((column, place) => Object.assign(column, { name: names[place], type: types[place] }))
  return out
}

const quoted = name => '"' + name.replaceAll('"', '""') + '"'

function canonical(c, type) {
  if (type.startsWith('DateTime')) return `CAST(epoch_ms(${c}) // 1000 AS VARCHAR)`
  if (type === 'Bool') return `CAST(CAST(${c} AS INTEGER) AS VARCHAR)`
  if (type.startsWith('Array')) return `array_to_string(list_transform(${c}, e -> strlen(e) || ':' || e), '')`
  return `CAST(${c} AS VARCHAR)`
}
